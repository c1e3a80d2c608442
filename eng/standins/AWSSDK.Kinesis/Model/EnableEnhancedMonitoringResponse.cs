using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

public partial class EnableEnhancedMonitoringResponse : AmazonWebServiceResponse
{
    public List<string> CurrentShardLevelMetrics { get; set; }

    public List<string> DesiredShardLevelMetrics { get; set; }

    public string StreamARN { get; set; }

    public string StreamName { get; set; }
}
