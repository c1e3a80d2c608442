using Amazon.Runtime;

namespace Amazon.Kinesis;

public class ShardIteratorType(string value) : ConstantClass(value)
{
    public static readonly ShardIteratorType AFTER_SEQUENCE_NUMBER = new("AFTER_SEQUENCE_NUMBER");
    public static readonly ShardIteratorType AT_SEQUENCE_NUMBER = new("AT_SEQUENCE_NUMBER");
    public static readonly ShardIteratorType AT_TIMESTAMP = new("AT_TIMESTAMP");
    public static readonly ShardIteratorType LATEST = new("LATEST");
    public static readonly ShardIteratorType TRIM_HORIZON = new("TRIM_HORIZON");

    public static ShardIteratorType FindValue(string value) => FindValue<ShardIteratorType>(value);

    public static implicit operator ShardIteratorType(string value) => FindValue(value);
}
