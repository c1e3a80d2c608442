namespace Amazon.Kinesis.Model;

public partial class RemoveTagsFromStreamRequest : AmazonKinesisRequest
{
    public string StreamARN { get; set; }

    public string StreamName { get; set; }

    public List<string> TagKeys { get; set; }
}
