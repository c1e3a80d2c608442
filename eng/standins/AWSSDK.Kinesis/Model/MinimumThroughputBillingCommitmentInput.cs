namespace Amazon.Kinesis.Model;

public partial class MinimumThroughputBillingCommitmentInput
{
    public MinimumThroughputBillingCommitmentInputStatus Status { get; set; }
}
