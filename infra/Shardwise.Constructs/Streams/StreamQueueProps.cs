using Amazon.CDK.AWS.Kinesis;
using Constructs;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Streams;

/// <summary>What a <see cref="StreamQueue"/> is made of.</summary>
public sealed record StreamQueueProps
{
    /// <summary>The stream whose records it holds.</summary>
    /// <value>On demand: the service makes no queue on another.</value>
    public required IDataStream Stream { get; init; }

    /// <summary>The queue's name.</summary>
    /// <value>1 to 128 of <c>a-z A-Z 0-9 _ . -</c>. The default is made of the construct's path and its stream.</value>
    public string? QueueName { get; init; }

    /// <summary>How long a record that was received is hidden from other readers, and has to be acknowledged.</summary>
    /// <value>Whole seconds, 0 s to 43,200 s. The default is 30 s.</value>
    /// <remarks>A change is for what is received after it: what is in flight keeps the time that it was received with.</remarks>
    public TimeSpan VisibilityTimeout { get; init; } = ConstructDefaults.Current.QueueVisibilityTimeout;

    /// <summary>
    /// How often a record is received and not acknowledged before it is a dead letter, which stays in the queue for whoever asks for it.
    /// </summary>
    /// <value>
    /// A whole number from 1. The default is 6. <see langword="null"/> turns dead letters off: a record comes again until its retention is over.
    /// </value>
    public double? MaxReceiveCount { get; init; } = ConstructDefaults.Current.QueueMaxReceiveCount;

    /// <summary>How many records may wait before the alarm <c>Backlog</c> says so.</summary>
    /// <value>A whole number from 1 to 1,000,000, the most that the metric counts. The default is 100,000.</value>
    public double MaxBacklog { get; init; } = ConstructDefaults.Current.QueueMaxBacklog;

    /// <summary>The alarms: <c>Backlog</c>, <c>InFlight</c>.</summary>
    /// <value>The default makes them and tells nobody.</value>
    public AlarmSettings Alarms { get; init; } = new();

    // Returns the id, so that a constructor can call it before its base: no construct is made of invalid properties.
    internal string Placed(Construct scope, string id)
    {
        var check = new PropsCheck($"StreamQueue '{id}' has invalid properties");
        check.Require(Stream.Mode is StreamMode.ON_DEMAND or null, "The stream's Mode", "PROVISIONED", "ON_DEMAND, since queues are on no other");
        check.Name(nameof(QueueName), QueueName, KinesisLimits.MaxNameLength);
        check.Duration(nameof(VisibilityTimeout), VisibilityTimeout, TimeSpan.Zero, KinesisLimits.MaxQueueVisibility, DurationUnit.Seconds);
        if (MaxReceiveCount is { } count)
            check.Require(
                PropsCheck.IsToken(count) || (count >= 1 && double.IsInteger(count)), nameof(MaxReceiveCount), PropsCheck.Number(count),
                "a whole number from 1, or null for no dead letters");
        check.Whole(nameof(MaxBacklog), MaxBacklog, 1, KinesisLimits.MaxCountedQueueRecords);
        Alarms.Check(check, "Backlog", "InFlight");
        StreamPlace.RequireHere(check, scope, Stream.Stream, "a queue is in the stream's");
        check.ThrowIfAny();
        return id;
    }
}
