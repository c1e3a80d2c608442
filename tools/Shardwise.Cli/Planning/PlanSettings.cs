namespace Shardwise.Cli.Planning;

/// <summary>What <c>shardwise plan</c> was asked for: a stream, a trace or all streams: one of them.</summary>
public sealed record PlanSettings
{
    /// <summary>The stream's name.</summary>
    public string? Stream { get; init; }

    /// <summary>
    /// An exported trace in place of a stream: <c>minute,records,bytes</c> or <c>time,records,bytes</c>, or the JSON of get-metric-data (.gz
    /// allowed).
    /// </summary>
    public string? Trace { get; init; }

    /// <summary>Whether all streams of the account in the region are asked for.</summary>
    public bool All { get; init; }

    /// <summary>With a trace: the shards that the stream has now. 1 to 10,000; without, nothing is compared with now.</summary>
    public int? Shards { get; init; }

    /// <summary>With a trace: over how many seconds its sums were taken, 1 or more; by default as its times tell.</summary>
    public int? Period { get; init; }

    /// <summary>A file with a scaling target, whose bounds and calendar the settings are replayed with; by default suggested bounds.</summary>
    public string? Target { get; init; }

    /// <summary>The credential profile; by default the SDK's own chain.</summary>
    public string? Profile { get; init; }

    /// <summary>The region; by default the SDK's own chain.</summary>
    public string? Region { get; init; }

    /// <summary>A local endpoint for Kinesis and CloudWatch in place of AWS, on this machine only.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Whether to write JSON in place of a table.</summary>
    public bool Json { get; init; }
}
