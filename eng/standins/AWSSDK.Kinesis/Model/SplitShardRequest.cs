namespace Amazon.Kinesis.Model;

public partial class SplitShardRequest : AmazonKinesisRequest
{
    public string NewStartingHashKey { get; set; }

    public string ShardToSplit { get; set; }

    public string StreamARN { get; set; }

    public string StreamName { get; set; }
}
