using System.Text;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.S3;
using Shardwise.Constructs.Compatibility;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Streams;

/// <summary>Where a <see cref="StreamChannel"/> takes its records: <see cref="ChannelBucket"/> or <see cref="ChannelTable"/>.</summary>
public abstract record ChannelDestination
{
    // "Creating object key names" in the Amazon S3 user guide.
    private const int MaxKeyBytes = 1024;

    private protected ChannelDestination()
    {
    }

    /// <summary>The bucket for dead letters: which records could not be delivered and why, and not the records themselves.</summary>
    /// <value>A table needs one. The default of a <see cref="ChannelBucket"/> is the bucket that it delivers to.</value>
    public IBucket? DeadLetterBucket { get; init; }

    /// <summary>The account that must own <see cref="DeadLetterBucket"/>: nothing is written to another's.</summary>
    /// <value>
    /// Twelve digits. The default is the bucket's account as the CDK knows it, which is the stack's for a bucket that is imported by name.
    /// </value>
    public string? DeadLetterBucketOwner { get; init; }

    /// <summary>What the keys of dead letters begin with, in <see cref="DeadLetterBucket"/>.</summary>
    /// <value>1 to 1,024 characters, as a key of S3. The default is the service's own, <c>kinesis-channel/errors/NAME/ID/</c>.</value>
    public string? ErrorOutputPrefix { get; init; }

    internal abstract string Property { get; }

    internal abstract ChannelMetrics Metrics { get; }

    internal abstract void Check(PropsCheck check, StreamChannelProps props);

    internal abstract Dictionary<string, object> Render(ChannelRole role, IKey? key);

    private protected void CheckDeadLetters(PropsCheck check)
    {
        const string path = nameof(StreamChannelProps.Destination);
        CheckOwner(check, $"{path}.{nameof(DeadLetterBucketOwner)}", DeadLetterBucketOwner);
        check.Require(
            DeadLetterBucketOwner is null || DeadLetterBucket is not null, $"{path}.{nameof(DeadLetterBucketOwner)}", $"'{DeadLetterBucketOwner}'",
            "none without DeadLetterBucket");
        if (ErrorOutputPrefix is not { } prefix)
            return;
        check.Require(
            PropsCheck.IsToken(prefix) || (prefix.Length > 0 && Encoding.UTF8.GetByteCount(prefix) <= MaxKeyBytes),
            $"{path}.{nameof(ErrorOutputPrefix)}", $"'{prefix}'", "1 to 1,024 bytes, as a key of S3");
        check.Require(
            DeadLetterBucket is not null, $"{path}.{nameof(ErrorOutputPrefix)}", $"'{prefix}'",
            "none without DeadLetterBucket, which may be the bucket that is delivered to");
    }

    private protected static void CheckOwner(PropsCheck check, string property, string? owner) => check.Require(
        owner is null || PropsCheck.IsToken(owner) || (owner.Length == 12 && owner.All(char.IsAsciiDigit)), property, $"'{owner}'",
        "an account's twelve digits");

    private protected void RenderDeadLetters(Dictionary<string, object> rendered, ChannelRole role)
    {
        if (DeadLetterBucket is not { } bucket)
            return;
        role.AllowBucket(bucket);
        var letters = new Dictionary<string, object>
        {
            ["BucketARN"] = bucket.BucketArn,
            ["ExpectedBucketOwner"] = DeadLetterBucketOwner ?? bucket.Account(),
        };
        if (ErrorOutputPrefix is { } prefix)
            letters["ErrorOutputPrefix"] = prefix;
        rendered["DeadLetterQueueS3Configuration"] = letters;
    }
}
