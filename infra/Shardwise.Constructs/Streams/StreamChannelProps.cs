using Amazon.CDK.AWS.Kinesis;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.Logs;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Streams;

/// <summary>What a <see cref="StreamChannel"/> is made of.</summary>
public sealed record StreamChannelProps
{
    private const int MaxNameLength = 128;

    /// <summary>The stream that is delivered.</summary>
    /// <value>On demand, and encrypted with a key of your own: the service makes no channel otherwise.</value>
    public required IDataStream Stream { get; init; }

    /// <summary>Where the records go.</summary>
    public required ChannelDestination Destination { get; init; }

    /// <summary>The channel's name, one in an account and region.</summary>
    /// <value>1 to 128 of <c>a-z A-Z 0-9 _ . -</c>. The default is made of the construct's path.</value>
    public string? ChannelName { get; init; }

    /// <summary>What the records are taken for.</summary>
    /// <value>The default is <see cref="ChannelFormat.Json"/>.</value>
    public ChannelFormat Format { get; init; } = ConstructDefaults.Current.ChannelFormat;

    /// <summary>The schema of the records in the AWS Glue Schema Registry.</summary>
    /// <value>An ARN. The default is none; a table of <see cref="ChannelFormat.Json"/> needs one.</value>
    public string? SchemaArn { get; init; }

    /// <summary>How long records are gathered before they are delivered.</summary>
    /// <value>Whole seconds, 300 s to 900 s. The default is 300 s.</value>
    public TimeSpan Freshness { get; init; } = ConstructDefaults.Current.ChannelFreshness;

    /// <summary>Your own key to encrypt what is delivered with.</summary>
    /// <value>The default is what the bucket does by default.</value>
    public IKey? EncryptionKey { get; init; }

    /// <summary>How long the log of failed deliveries is kept.</summary>
    /// <value>The default is one month.</value>
    public RetentionDays LogRetention { get; init; } = ConstructDefaults.Current.ChannelLogRetention;

    /// <summary>The alarms: <c>Failed</c>, <c>Freshness</c>, <c>NothingDelivered</c>, <c>DeadLetters</c>.</summary>
    /// <value>The default makes them and tells nobody.</value>
    public AlarmSettings Alarms { get; init; } = new();

    // Returns the id, so that a constructor can call it before its base: no construct is made of invalid properties.
    internal string Validate(string id)
    {
        var check = new PropsCheck($"StreamChannel '{id}' has invalid properties");
        check.Require(Stream.Mode is StreamMode.ON_DEMAND or null, "The stream's Mode", "PROVISIONED", "ON_DEMAND, since channels read no other");
        check.Require(
            Stream.EncryptionKey is not null, "The stream's key", "alias/aws/kinesis",
            "a key of your own (CustomerManagedKey or EncryptionKey), since channels cannot use the AWS-managed one");
        if (ChannelName is { } name && !PropsCheck.IsToken(name))
            check.Require(
                name.Length is > 0 and <= MaxNameLength && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-'),
                nameof(ChannelName), $"'{name}'", $"1 to {MaxNameLength} of a-z A-Z 0-9 _ . -");
        check.Duration(nameof(Freshness), Freshness, KinesisLimits.MinChannelFreshness, KinesisLimits.MaxChannelFreshness, DurationUnit.Seconds);
        Destination.Check(check, this);
        Alarms.Check(check, ChannelAlarms.Names);
        check.ThrowIfAny();
        return id;
    }
}
