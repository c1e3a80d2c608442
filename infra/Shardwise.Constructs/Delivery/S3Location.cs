using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.S3;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Delivery;

/// <summary>Where in S3 records are backed up, set aside, or staged.</summary>
public sealed record S3Location
{
    /// <summary>The bucket.</summary>
    /// <value>The default makes one: encrypted, private, over TLS only, versioned, kept when the stack is deleted.</value>
    public IBucket? Bucket { get; init; }

    /// <summary>What the objects' keys begin with.</summary>
    /// <value>At most 1,024 characters. The default is by year, month, day and hour of arrival, below <c>backup/</c>.</value>
    public string Prefix { get; init; } = ConstructDefaults.Current.DeliveryBackupPrefix;

    /// <summary>What the keys of failed records begin with.</summary>
    /// <value>At most 1,024 characters. The default is by kind of error and day of arrival, below <c>errors/</c>.</value>
    public string ErrorPrefix { get; init; } = ConstructDefaults.Current.DeliveryErrorPrefix;

    /// <summary>How much, and how long, records are gathered for one object.</summary>
    /// <value>1 to 128 MiB and 0 s to 900 s. The default is 5 MiB and 300 s.</value>
    public DeliveryBuffering Buffering { get; init; } = ConstructDefaults.Current.DeliveryBackupBuffering;

    /// <summary>How the objects are compressed.</summary>
    /// <value>The default is <see cref="DeliveryCompression.Gzip"/>.</value>
    public DeliveryCompression Compression { get; init; } = ConstructDefaults.Current.DeliveryBackupCompression;

    /// <summary>The key the objects are encrypted with.</summary>
    /// <value>The default is what the bucket does by default.</value>
    public IKey? EncryptionKey { get; init; }

    internal void Check(PropsCheck check, string path)
    {
        check.Prefixes($"{path}.", Prefix, ErrorPrefix, partitioned: false);
        check.Buffer($"{path}.{nameof(Buffering)}", Buffering, BufferRange.S3);
    }
}
