using Amazon.Runtime;

namespace Amazon.Kinesis;

public class MinimumThroughputBillingCommitmentInputStatus(string value) : ConstantClass(value)
{
    public static readonly MinimumThroughputBillingCommitmentInputStatus DISABLED = new("DISABLED");
    public static readonly MinimumThroughputBillingCommitmentInputStatus ENABLED = new("ENABLED");

    public static MinimumThroughputBillingCommitmentInputStatus FindValue(string value) =>
        FindValue<MinimumThroughputBillingCommitmentInputStatus>(value);

    public static implicit operator MinimumThroughputBillingCommitmentInputStatus(string value) => FindValue(value);
}
