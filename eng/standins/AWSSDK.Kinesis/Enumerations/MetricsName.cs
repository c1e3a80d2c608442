using Amazon.Runtime;

namespace Amazon.Kinesis;

public class MetricsName(string value) : ConstantClass(value)
{
    public static readonly MetricsName ALL = new("ALL");
    public static readonly MetricsName IncomingBytes = new("IncomingBytes");
    public static readonly MetricsName IncomingRecords = new("IncomingRecords");
    public static readonly MetricsName IteratorAgeMilliseconds = new("IteratorAgeMilliseconds");
    public static readonly MetricsName OutgoingBytes = new("OutgoingBytes");
    public static readonly MetricsName OutgoingRecords = new("OutgoingRecords");
    public static readonly MetricsName ReadProvisionedThroughputExceeded = new("ReadProvisionedThroughputExceeded");
    public static readonly MetricsName WriteProvisionedThroughputExceeded = new("WriteProvisionedThroughputExceeded");

    public static MetricsName FindValue(string value) => FindValue<MetricsName>(value);

    public static implicit operator MetricsName(string value) => FindValue(value);
}
