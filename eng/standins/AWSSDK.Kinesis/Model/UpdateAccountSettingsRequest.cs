namespace Amazon.Kinesis.Model;

public partial class UpdateAccountSettingsRequest : AmazonKinesisRequest
{
    public MinimumThroughputBillingCommitmentInput MinimumThroughputBillingCommitment { get; set; }
}
