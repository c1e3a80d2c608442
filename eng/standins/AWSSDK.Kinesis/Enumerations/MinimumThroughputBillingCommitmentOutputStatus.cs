using Amazon.Runtime;

namespace Amazon.Kinesis;

public class MinimumThroughputBillingCommitmentOutputStatus(string value) : ConstantClass(value)
{
    public static readonly MinimumThroughputBillingCommitmentOutputStatus DISABLED = new("DISABLED");
    public static readonly MinimumThroughputBillingCommitmentOutputStatus ENABLED = new("ENABLED");
    public static readonly MinimumThroughputBillingCommitmentOutputStatus ENABLED_UNTIL_EARLIEST_ALLOWED_END = new(
        "ENABLED_UNTIL_EARLIEST_ALLOWED_END");

    public static MinimumThroughputBillingCommitmentOutputStatus FindValue(string value) =>
        FindValue<MinimumThroughputBillingCommitmentOutputStatus>(value);

    public static implicit operator MinimumThroughputBillingCommitmentOutputStatus(string value) => FindValue(value);
}
