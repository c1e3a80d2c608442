namespace Amazon.Kinesis.Model;

public partial class ChildShard
{
    public HashKeyRange HashKeyRange { get; set; }

    public List<string> ParentShards { get; set; }

    public string ShardId { get; set; }
}
