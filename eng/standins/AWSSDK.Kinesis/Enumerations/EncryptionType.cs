using Amazon.Runtime;

namespace Amazon.Kinesis;

public class EncryptionType(string value) : ConstantClass(value)
{
    public static readonly EncryptionType KMS = new("KMS");
    public static readonly EncryptionType NONE = new("NONE");

    public static EncryptionType FindValue(string value) => FindValue<EncryptionType>(value);

    public static implicit operator EncryptionType(string value) => FindValue(value);
}
