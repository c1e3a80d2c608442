using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

public partial class DescribeAccountSettingsResponse : AmazonWebServiceResponse
{
    public MinimumThroughputBillingCommitmentOutput MinimumThroughputBillingCommitment { get; set; }
}
