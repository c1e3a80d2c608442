namespace Amazon.Kinesis.Model;

public partial class ListShardsRequest : AmazonKinesisRequest
{
    public string ExclusiveStartShardId { get; set; }

    public int? MaxResults { get; set; }

    public string NextToken { get; set; }

    public ShardFilter ShardFilter { get; set; }

    public string StreamARN { get; set; }

    public DateTime? StreamCreationTimestamp { get; set; }

    public string StreamName { get; set; }
}
