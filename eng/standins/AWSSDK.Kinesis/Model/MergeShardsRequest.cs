namespace Amazon.Kinesis.Model;

public partial class MergeShardsRequest : AmazonKinesisRequest
{
    public string AdjacentShardToMerge { get; set; }

    public string ShardToMerge { get; set; }

    public string StreamARN { get; set; }

    public string StreamName { get; set; }
}
