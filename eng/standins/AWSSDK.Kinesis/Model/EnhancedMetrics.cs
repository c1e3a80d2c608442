namespace Amazon.Kinesis.Model;

public partial class EnhancedMetrics
{
    public List<string> ShardLevelMetrics { get; set; }
}
