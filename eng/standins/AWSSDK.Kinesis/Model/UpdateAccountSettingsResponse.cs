using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

public partial class UpdateAccountSettingsResponse : AmazonWebServiceResponse
{
    public MinimumThroughputBillingCommitmentOutput MinimumThroughputBillingCommitment { get; set; }
}
