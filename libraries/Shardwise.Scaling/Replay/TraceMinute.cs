namespace Shardwise.Scaling.Replay;

/// <summary>What producers offer in one minute.</summary>
/// <param name="Records">Records offered in the minute; 0 or more, fractions allowed.</param>
/// <param name="Bytes">Bytes offered in the minute; 0 or more, fractions allowed.</param>
public readonly record struct TraceMinute(double Records, double Bytes)
{
    /// <summary>A minute that nothing is known of: not an idle one. It offers nothing, and no policy sees it.</summary>
    public static TraceMinute Unknown => new() { IsUnknown = true };

    /// <summary>Whether nothing is known of the minute.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>The shards that exactly carry this minute: the larger of its byte and its record share.</summary>
    public double Shards => Math.Max(Bytes / ShardCapacity.BytesPerMinute, Records / ShardCapacity.RecordsPerMinute);
}
