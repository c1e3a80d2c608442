using Shardwise.Scaler.Ledgers;
using Shardwise.Scaling;

namespace Shardwise.Scaler.Observing;

/// <summary>All that is known of a stream in one minute: what the policy sees, and what is around it.</summary>
internal sealed record StreamObservation
{
    // Older than this, the newest minute says nothing of now.
    private static readonly TimeSpan MostLate = TimeSpan.FromMinutes(30);

    public required Observation Observation { get; init; }

    public required Ledger Ledger { get; init; }

    public ScalerMode Mode { get; init; }

    /// <summary>Open shards as Kinesis counts them, equal or not.</summary>
    public required int OpenShards { get; init; }

    /// <summary>Whether another invocation is about to reshard.</summary>
    public bool OtherInvocation { get; init; }

    /// <summary>Whether the minute was begun by an alarm on throttled writes and not by the schedule.</summary>
    public bool ByAlarm { get; init; }

    public ReadingSide? Readers { get; init; }

    /// <summary>The open shards in the order of their hash keys; empty when there was no need to know them.</summary>
    public IReadOnlyList<ShardRange> Shards { get; init; } = [];

    /// <summary>Shard-level minutes, oldest first; empty while those metrics are off.</summary>
    public IReadOnlyList<ShardMinute> ShardMinutes { get; init; } = [];

    /// <summary>The minutes within so many of the newest that is visible: what is seen of now, however late metrics are.</summary>
    public IEnumerable<TrafficMinute> Newest(int minutes) =>
        Observation.Minutes is not [.., var newest] || Observation.Now - newest.Start > MostLate ? []
        : Observation.Minutes.Where(minute => minute.Start > newest.Start.AddMinutes(-minutes));

    /// <summary>Whether the shard-level metrics that the scaler needs are on.</summary>
    public bool ShardMetricsOn { get; init; }
}
