namespace Shardwise.Cli.Traces;

/// <summary>Offered traffic, minute by minute.</summary>
/// <param name="Name">What to call it: the file's name, or what was generated.</param>
/// <param name="Minutes">At least one minute, in order; minute 0 is first.</param>
public sealed record Trace(string Name, IReadOnlyList<TraceMinute> Minutes)
{
    /// <summary>The offered load of each minute in shard-equivalents.</summary>
    public IReadOnlyList<double> Shards { get; } = [.. Minutes.Select(minute => minute.Shards)];
}
