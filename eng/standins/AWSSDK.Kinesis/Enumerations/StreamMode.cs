using Amazon.Runtime;

namespace Amazon.Kinesis;

public class StreamMode(string value) : ConstantClass(value)
{
    public static readonly StreamMode ON_DEMAND = new("ON_DEMAND");
    public static readonly StreamMode PROVISIONED = new("PROVISIONED");

    public static StreamMode FindValue(string value) => FindValue<StreamMode>(value);

    public static implicit operator StreamMode(string value) => FindValue(value);
}
