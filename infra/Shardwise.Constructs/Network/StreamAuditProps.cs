using Amazon.CDK.AWS.Kinesis;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.S3;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Network;

/// <summary>What a <see cref="StreamAudit"/> is made of.</summary>
public sealed record StreamAuditProps
{
    /// <summary>The streams whose reads and writes are recorded, and those of their consumers.</summary>
    /// <value>1 to 250.</value>
    public required IReadOnlyList<IStream> Streams { get; init; }

    /// <summary>The physical name of the trail.</summary>
    /// <value>
    /// 3 to 128 of <c>a-z A-Z 0-9 . _ -</c>, beginning and ending with a letter or a digit. The default is made of the construct's path.
    /// </value>
    public string? TrailName { get; init; }

    /// <summary>Which calls are recorded.</summary>
    /// <value>The default is <see cref="AuditedCalls.All"/>. Each is paid for.</value>
    public AuditedCalls Calls { get; init; } = ConstructDefaults.Current.AuditedCalls;

    /// <summary>The bucket that takes the records. Its policy must let CloudTrail write.</summary>
    /// <value>The default makes one that does: encrypted, private, over TLS only, versioned, kept when the stack is deleted.</value>
    public IBucket? Bucket { get; init; }

    /// <summary>Your own key to encrypt the records with. Its policy must let CloudTrail use it.</summary>
    /// <value>The default is a key of S3.</value>
    public IKey? EncryptionKey { get; init; }

    // Returns the id, so that a constructor can call it before its base: no construct is made of invalid properties.
    internal string Validate(string id)
    {
        var check = new PropsCheck($"StreamAudit '{id}' has invalid properties");
        // "Quotas in AWS CloudTrail": 500 values in all selectors of a trail, of which each stream takes one here and one for its consumers.
        check.Require(Streams.Count is > 0 and <= 250, nameof(Streams), $"{Streams.Count} streams", "1 to 250");
        if (TrailName is { } name && !PropsCheck.IsToken(name))
            check.Require(
                name.Length >= 3 && ServiceName.IsValid(name, 128) && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1]),
                nameof(TrailName), $"'{name}'", "3 to 128 of a-z A-Z 0-9 . _ -, beginning and ending with a letter or a digit");
        check.ThrowIfAny();
        return id;
    }
}
