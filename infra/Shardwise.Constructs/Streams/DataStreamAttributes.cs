using Amazon.CDK.AWS.Kinesis;
using Amazon.CDK.AWS.KMS;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Streams;

/// <summary>What is known of a stream that is there already (<see cref="DataStream.FromStreamAttributes"/>). What is not said is not known.</summary>
public sealed record DataStreamAttributes
{
    /// <summary>The stream's ARN, which says its account and its region as well.</summary>
    /// <value><c>arn:aws:kinesis:REGION:ACCOUNT:stream/NAME</c>. One of this, <see cref="StreamName"/> and <see cref="Stream"/>.</value>
    public string? StreamArn { get; init; }

    /// <summary>The stream's name, where it is of the stack's own account and region.</summary>
    /// <value>1 to 128 of <c>a-z A-Z 0-9 _ . -</c>. One of this, <see cref="StreamArn"/> and <see cref="Stream"/>.</value>
    public string? StreamName { get; init; }

    /// <summary>The stream as the CDK knows it, with its key.</summary>
    /// <value>One of this, <see cref="StreamArn"/> and <see cref="StreamName"/>.</value>
    public IStream? Stream { get; init; }

    /// <summary>The key that the stream is encrypted with: whoever is granted something may use it.</summary>
    /// <value>The default is the AWS-managed one, or that of <see cref="Stream"/>.</value>
    public IKey? EncryptionKey { get; init; }

    /// <summary>Whether the stream is provisioned or on demand.</summary>
    /// <value>The default is that of a <see cref="Stream"/> that this app makes, and else not known.</value>
    public StreamMode? Mode { get; init; }

    /// <summary>How long records are kept.</summary>
    /// <value>
    /// Whole hours, 24 h to 8,760 h. The default is that of a <see cref="Stream"/> that this app makes, and else not known: there is no alarm
    /// then that half of it is gone, here or at a consumer of it.
    /// </value>
    public TimeSpan? Retention { get; init; }

    /// <summary>How far a reader may be behind the stream before the alarm <c>Delay</c> says so.</summary>
    /// <value>Whole seconds, 1 s to half of <see cref="Retention"/>. The default is 1 h.</value>
    public TimeSpan MaxDelay { get; init; } = ConstructDefaults.Current.StreamMaxDelay;

    /// <summary>
    /// The alarms: <c>IteratorAge</c> (where <see cref="Retention"/> is given), <c>Delay</c>, <c>WriteThrottle</c>, <c>ReadThrottle</c>,
    /// <c>PutFailures</c>.
    /// </summary>
    /// <value>
    /// The default makes none, since the stream's own stack may have them. <c>new AlarmSettings()</c> makes them; the stream must be of the stack's
    /// region.
    /// </value>
    public AlarmSettings? Alarms { get; init; }

    // Returns the id, so that a constructor can call it before its base: no construct is made of invalid properties.
    internal string Validate(string id)
    {
        var check = new PropsCheck($"DataStream '{id}' cannot be taken over");
        CheckIdentity(check);
        if (Retention is { } retention)
            check.Duration(nameof(Retention), retention, KinesisLimits.MinRetention, KinesisLimits.MaxRetention, DurationUnit.Hours);
        DataStreamProps.CheckDelay(check, MaxDelay, Retention);
        if (Alarms is { } alarms)
            DataStreamProps.CheckAlarms(check, alarms);
        check.ThrowIfAny();
        return id;
    }

    private void CheckIdentity(PropsCheck check)
    {
        string[] given =
        [
            .. StreamArn is null ? Array.Empty<string>() : [nameof(StreamArn)],
            .. StreamName is null ? Array.Empty<string>() : [nameof(StreamName)],
            .. Stream is null ? Array.Empty<string>() : [nameof(Stream)],
        ];
        check.Require(
            given.Length == 1, "The stream", given.Length == 0 ? "not named" : $"named by {string.Join(" and ", given)}",
            "one of StreamArn, StreamName and Stream");
        if (StreamArn is { } arn)
            check.Require(StreamArns.IsStream(arn), nameof(StreamArn), $"'{arn}'", "arn:aws:kinesis:REGION:ACCOUNT:stream/NAME");
        check.Name(nameof(StreamName), StreamName, KinesisLimits.MaxNameLength);
        check.Require(
            EncryptionKey is null || Stream?.EncryptionKey is null, nameof(EncryptionKey), "given beside Stream", "nothing, since Stream has one");
    }
}
