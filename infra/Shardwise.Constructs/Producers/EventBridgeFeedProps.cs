using Amazon.CDK.AWS.Events;
using Constructs;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Producers;

/// <summary>What an <see cref="EventBridgeFeed"/> is made of.</summary>
public sealed record EventBridgeFeedProps
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromHours(24);

    /// <summary>The stream that gets the events.</summary>
    public required IDataStream Stream { get; init; }

    /// <summary>Which events.</summary>
    public required EventPattern Pattern { get; init; }

    /// <summary>The bus that has them.</summary>
    /// <value>The default is the account's own.</value>
    public IEventBus? Bus { get; init; }

    /// <summary>Where in an event its partition key stands.</summary>
    /// <value>
    /// A JSON path to a text, such as <c>$.detail.customer</c>. The default is the event's id: events spread evenly, and have no order.
    /// </value>
    public string PartitionKeyPath { get; init; } = ConstructDefaults.Current.FeedPartitionKeyPath;

    /// <summary>How old an event may be before it is set aside.</summary>
    /// <value>Whole seconds, 60 s to 86,400 s. The default is 24 h.</value>
    /// <remarks>
    /// A number that is known only when the stack is deployed is set on the rule: its property <c>Targets.0.RetryPolicy.MaximumEventAgeInSeconds</c>.
    /// </remarks>
    public TimeSpan MaxEventAge { get; init; } = ConstructDefaults.Current.FeedMaxEventAge;

    /// <summary>The alarms: <c>Failed</c>, <c>FailureQueue</c> (it is not empty).</summary>
    /// <value>The default makes them and tells nobody.</value>
    public AlarmSettings Alarms { get; init; } = new();

    // Returns the id, so that a constructor can call it before its base: no construct is made of invalid properties.
    internal string Validate(Construct? scope, string id)
    {
        var check = new PropsCheck($"EventBridgeFeed '{id}' has invalid properties");
        StreamPlace.SameRegion(check, nameof(Stream), scope, Stream, "EventBridge puts into");
        check.Require(
            PartitionKeyPath.StartsWith("$.", StringComparison.Ordinal)
                && PartitionKeyPath.Length is > 2 and <= KinesisLimits.MaxPartitionKeyPathLength,
            nameof(PartitionKeyPath), $"'{PartitionKeyPath}'",
                $"a JSON path such as $.detail.customer, at most {KinesisLimits.MaxPartitionKeyPathLength} characters");
        check.Duration(nameof(MaxEventAge), MaxEventAge, TimeSpan.FromSeconds(60), MaxAge, DurationUnit.Seconds);
        Alarms.Check(check, "Failed", "FailureQueue");
        check.ThrowIfAny();
        return id;
    }
}
