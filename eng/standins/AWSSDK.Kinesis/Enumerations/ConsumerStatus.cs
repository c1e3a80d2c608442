using Amazon.Runtime;

namespace Amazon.Kinesis;

public class ConsumerStatus(string value) : ConstantClass(value)
{
    public static readonly ConsumerStatus ACTIVE = new("ACTIVE");
    public static readonly ConsumerStatus CREATING = new("CREATING");
    public static readonly ConsumerStatus DELETING = new("DELETING");

    public static ConsumerStatus FindValue(string value) => FindValue<ConsumerStatus>(value);

    public static implicit operator ConsumerStatus(string value) => FindValue(value);
}
