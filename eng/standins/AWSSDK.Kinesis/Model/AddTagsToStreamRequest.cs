namespace Amazon.Kinesis.Model;

public partial class AddTagsToStreamRequest : AmazonKinesisRequest
{
    public string StreamARN { get; set; }

    public string StreamName { get; set; }

    public Dictionary<string, string> Tags { get; set; }
}
