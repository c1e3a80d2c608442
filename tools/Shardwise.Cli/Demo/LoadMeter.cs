namespace Shardwise.Cli.Demo;

/// <summary>Cuts a stream's running counts into simulated minutes.</summary>
/// <param name="scale">What is offered, and what a local shard takes.</param>
public sealed class LoadMeter(LocalScale scale)
{
    private readonly List<LoadMinute> minutes = [];
    private long acceptedBytes;
    private long throttledBytes;

    /// <summary>The minutes so far; the last one is still going on.</summary>
    public IReadOnlyList<LoadMinute> Minutes => minutes;

    /// <summary>The last minute that is over; all zero in the first.</summary>
    public LoadMinute LastWhole => minutes.Count < 2 ? default : minutes[^2];

    /// <summary>Takes a sample; what was counted since the last one belongs to the current minute.</summary>
    /// <param name="sinceStart">Simulated time since minute 0 began.</param>
    /// <param name="accepted">Bytes accepted since the stream began.</param>
    /// <param name="throttled">Bytes refused since the stream began.</param>
    /// <param name="openShards">Open shards now.</param>
    public void Sample(TimeSpan sinceStart, long accepted, long throttled, int openShards)
    {
        var minute = Math.Max(0, (int)sinceStart.TotalMinutes);
        while (minutes.Count <= minute)
        {
            minutes.Add(new LoadMinute(minutes.Count < scale.Shards.Count ? scale.Shards[minutes.Count] : 0, 0, 0, openShards));
        }

        var current = minutes[minute];
        minutes[minute] = current with
        {
            Accepted = current.Accepted + ((accepted - acceptedBytes) / scale.BytesPerShardMinute),
            Throttled = current.Throttled + ((throttled - throttledBytes) / scale.BytesPerShardMinute),
            Capacity = openShards,
        };
        (acceptedBytes, throttledBytes) = (accepted, throttled);
    }
}
