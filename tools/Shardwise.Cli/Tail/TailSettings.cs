namespace Shardwise.Cli.Tail;

/// <summary>What <c>shardwise tail</c> was asked for.</summary>
public sealed record TailSettings
{
    /// <summary>The stream's name.</summary>
    public required string Stream { get; init; }

    /// <summary>
    /// Where to begin: <c>tip</c>, <c>start</c>, an ISO 8601 date and time, or how long ago (<c>30s</c>, <c>15m</c>, <c>2h</c>, <c>1d</c>).
    /// </summary>
    public string From { get; init; } = "tip";

    /// <summary>Show only user records with one of these partition keys; empty for all.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>Show only user records that are JSON in which this JSON path finds something.</summary>
    public string? Path { get; init; }

    /// <summary>... and finds this: a text as it is, anything else as JSON.</summary>
    public string? EqualTo { get; init; }

    /// <summary>What payloads are taken out of.</summary>
    public TailUnpack Unpack { get; init; }

    /// <summary>Ends after so many user records were shown, 1 or more; by default at Ctrl-C.</summary>
    public int? Count { get; init; }

    /// <summary>The credential profile; by default the SDK's own chain.</summary>
    public string? Profile { get; init; }

    /// <summary>The region; by default the SDK's own chain.</summary>
    public string? Region { get; init; }

    /// <summary>A local endpoint in place of AWS, on this machine only.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The clock of the waits between calls.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
