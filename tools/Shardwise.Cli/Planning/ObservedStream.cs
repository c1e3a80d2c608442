using Shardwise.Scaling;
using Shardwise.Scaling.Replay;

namespace Shardwise.Cli.Planning;

/// <summary>What is known of a stream: how it is now, and its traffic of late.</summary>
/// <param name="Name">The stream, or the file its traffic came from.</param>
/// <param name="Traffic">Its traffic; the first minute is a known one.</param>
public sealed record ObservedStream(string Name, Trace Traffic)
{
    /// <summary>Where it is; <see langword="null"/> for a trace.</summary>
    public string? Region { get; init; }

    /// <summary>When minute 0 began; <see langword="null"/> for a trace.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Open shards now; <see langword="null"/> when not known.</summary>
    public int? OpenShards { get; init; }

    /// <summary>The bounds and the calendar to replay with; <see langword="null"/> for suggested bounds.</summary>
    public ScalingTarget? Target { get; init; }

    /// <summary>Whether it is on-demand.</summary>
    public bool IsOnDemand { get; init; }

    /// <summary>Minutes without both IncomingBytes and IncomingRecords: unknown, not idle.</summary>
    public int UnknownMinutes => Traffic.Minutes.Count(minute => minute.IsUnknown);
}
