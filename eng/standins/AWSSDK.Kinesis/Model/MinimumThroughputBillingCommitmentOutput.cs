namespace Amazon.Kinesis.Model;

public partial class MinimumThroughputBillingCommitmentOutput
{
    public DateTime? EarliestAllowedEndAt { get; set; }

    public DateTime? EndedAt { get; set; }

    public DateTime? StartedAt { get; set; }

    public MinimumThroughputBillingCommitmentOutputStatus Status { get; set; }
}
