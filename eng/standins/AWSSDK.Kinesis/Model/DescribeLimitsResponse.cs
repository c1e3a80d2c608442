using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

public partial class DescribeLimitsResponse : AmazonWebServiceResponse
{
    public int? OnDemandStreamCount { get; set; }

    public int? OnDemandStreamCountLimit { get; set; }

    public int? OpenShardCount { get; set; }

    public int? ShardLimit { get; set; }
}
