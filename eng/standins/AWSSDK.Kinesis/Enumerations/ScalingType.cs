using Amazon.Runtime;

namespace Amazon.Kinesis;

public class ScalingType(string value) : ConstantClass(value)
{
    public static readonly ScalingType UNIFORM_SCALING = new("UNIFORM_SCALING");

    public static ScalingType FindValue(string value) => FindValue<ScalingType>(value);

    public static implicit operator ScalingType(string value) => FindValue(value);
}
