namespace Amazon.Kinesis.Model;

public partial class EnableEnhancedMonitoringRequest : AmazonKinesisRequest
{
    public List<string> ShardLevelMetrics { get; set; }

    public string StreamARN { get; set; }

    public string StreamName { get; set; }
}
