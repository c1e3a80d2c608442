namespace Amazon.Kinesis.Model;

public partial class GetRecordsRequest : AmazonKinesisRequest
{
    public int? Limit { get; set; }

    public string ShardIterator { get; set; }

    public string StreamARN { get; set; }
}
