using Amazon.Runtime;

namespace Amazon.Kinesis;

public class RecordDistributionStrategy(string value) : ConstantClass(value)
{
    public static readonly RecordDistributionStrategy AUTO = new("AUTO");
    public static readonly RecordDistributionStrategy USER_PARTITION_KEY = new("USER_PARTITION_KEY");

    public static RecordDistributionStrategy FindValue(string value) => FindValue<RecordDistributionStrategy>(value);

    public static implicit operator RecordDistributionStrategy(string value) => FindValue(value);
}
