namespace Amazon.Kinesis.Model;

public partial class ListTagsForStreamRequest : AmazonKinesisRequest
{
    public string ExclusiveStartTagKey { get; set; }

    public int? Limit { get; set; }

    public string StreamARN { get; set; }

    public string StreamName { get; set; }
}
