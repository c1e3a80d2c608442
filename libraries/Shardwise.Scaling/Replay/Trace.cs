namespace Shardwise.Scaling.Replay;

/// <summary>Offered traffic, minute by minute.</summary>
/// <param name="Name">What to call it: the file's name, or what was generated.</param>
/// <param name="Minutes">At least one minute, in order; minute 0 is first.</param>
public sealed record Trace(string Name, IReadOnlyList<TraceMinute> Minutes)
{
    /// <summary>Over how long the sums were taken that the minutes were made of.</summary>
    /// <value>The default is a minute. A longer one was spread evenly over its minutes, and hides the peaks within.</value>
    public TimeSpan Period { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The offered load of each minute in shard-equivalents.</summary>
    public IReadOnlyList<double> Shards { get; } = [.. Minutes.Select(minute => minute.Shards)];

    /// <summary>The same traffic, more or less of it.</summary>
    /// <param name="factor">Multiplies records and bytes; more than 0.</param>
    public Trace Scaled(double factor) => factor == 1
        ? this
        : new Trace(Name, [.. Minutes.Select(minute => minute with { Records = minute.Records * factor, Bytes = minute.Bytes * factor })])
        {
            Period = Period,
        };
}
