namespace Amazon.Kinesis.Model;

public partial class DescribeStreamRequest : AmazonKinesisRequest
{
    public string ExclusiveStartShardId { get; set; }

    public int? Limit { get; set; }

    public string StreamARN { get; set; }

    public string StreamName { get; set; }
}
