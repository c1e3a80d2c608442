using Amazon.Runtime;

namespace Amazon.Kinesis;

public class StreamStatus(string value) : ConstantClass(value)
{
    public static readonly StreamStatus ACTIVE = new("ACTIVE");
    public static readonly StreamStatus CREATING = new("CREATING");
    public static readonly StreamStatus DELETING = new("DELETING");
    public static readonly StreamStatus UPDATING = new("UPDATING");

    public static StreamStatus FindValue(string value) => FindValue<StreamStatus>(value);

    public static implicit operator StreamStatus(string value) => FindValue(value);
}
