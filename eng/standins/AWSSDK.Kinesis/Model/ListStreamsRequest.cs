namespace Amazon.Kinesis.Model;

public partial class ListStreamsRequest : AmazonKinesisRequest
{
    public string ExclusiveStartStreamName { get; set; }

    public int? Limit { get; set; }

    public string NextToken { get; set; }
}
