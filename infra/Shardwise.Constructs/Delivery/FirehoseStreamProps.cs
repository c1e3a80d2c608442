using Amazon.CDK.AWS.Logs;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Delivery;

/// <summary>What a <see cref="FirehoseStream"/> is made of.</summary>
public sealed record FirehoseStreamProps
{
    /// <summary>The physical name of the delivery stream.</summary>
    /// <value>1 to 64 of <c>a-z A-Z 0-9 _ . -</c>. The default lets CloudFormation choose one.</value>
    public string? StreamName { get; init; }

    /// <summary>Where the records come from.</summary>
    /// <value>The default is <see cref="DirectPutSource"/>: producers write to the delivery stream itself.</value>
    public DeliverySource Source { get; init; } = new DirectPutSource();

    /// <summary>Where the records go.</summary>
    public required DeliveryDestination Destination { get; init; }

    /// <summary>How long the log of failed deliveries is kept.</summary>
    /// <value>The default is one month.</value>
    public RetentionDays LogRetention { get; init; } = ConstructDefaults.Current.DeliveryLogRetention;

    /// <summary>Tags of the delivery stream and of what is made with it, beside <c>shardwise:construct</c>.</summary>
    /// <value>At most 49: the service takes 50 a delivery stream, and the construct holds one.</value>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// The alarms: <c>Freshness</c>, <c>Success</c> or <c>FailedRows</c>, <c>Throttled</c>, <c>BytesLimit</c>, <c>RecordsLimit</c>,
    /// <c>PutRequestsLimit</c>, <c>Processing</c>, <c>Conversion</c>, <c>Partitions</c>, <c>BackupFreshness</c>.
    /// </summary>
    /// <value>The default makes those that fit the source and the destination, and tells nobody.</value>
    public AlarmSettings Alarms { get; init; } = new();

    // Returns the id, so that a constructor can call it before its base: no construct is made of invalid properties.
    internal string Validate(string id)
    {
        var check = new PropsCheck($"FirehoseStream '{id}' has invalid properties");
        if (StreamName is { } name)
            check.Text(nameof(StreamName), name, IsName, $"1 to {FirehoseLimits.MaxNameLength} of a-z A-Z 0-9 _ . -");
        Source.Check(check);
        check.Require(
            Source is not DatabaseSource || Destination is IcebergDestination, nameof(Destination), Destination.GetType().Name,
            $"{nameof(IcebergDestination)}, since Source is {nameof(DatabaseSource)}, whose changes nothing else takes");
        Destination.Check(check);
        Destination.Backup.Check(check, $"{nameof(Destination)}.{nameof(DeliveryDestination.Backup)}");
        Destination.Processing.Check(check);
        check.Require(Tags.Count < FirehoseLimits.MaxTags, nameof(Tags), $"{Tags.Count} tags", $"at most {FirehoseLimits.MaxTags - 1}");
        Alarms.Check(check, DeliveryAlarms.Names);
        check.ThrowIfAny();
        return id;
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= FirehoseLimits.MaxNameLength && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');
}
