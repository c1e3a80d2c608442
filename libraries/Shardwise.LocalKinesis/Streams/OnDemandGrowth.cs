namespace Shardwise.LocalKinesis.Streams;

/// <summary>
/// When an on-demand stream grows. The documentation: it takes up to twice the most that it took before; so once half of what its shards take is
/// offered in a window,
/// it doubles them. Its stream's lock guards it.
/// </summary>
internal sealed class OnDemandGrowth
{
    // The quotas page: 200 MiB a second unless raised.
    private const int MostShards = 200;

    private long _window;
    private double _bytes;
    private double _records;

    /// <summary>When the shards are doubled; null while that is not needed.</summary>
    public DateTimeOffset? Due { get; private set; }

    /// <summary>Takes note of what was offered, accepted or not.</summary>
    public void Offer(Throughput throughput, DateTimeOffset now, int shards, long bytes, int records, TimeSpan lasts)
    {
        var window = throughput.WindowOf(now);
        if (window != _window)
        {
            (_window, _bytes, _records) = (window, 0, 0);
        }

        (_bytes, _records) = (_bytes + bytes, _records + records);
        var isHalfFull = _bytes > shards * throughput.WriteBytes / 2 || _records > shards * throughput.WriteRecords / 2;
        if (isHalfFull && Due is null && shards * 2 <= MostShards)
        {
            Due = now + lasts;
        }
    }

    public void Done() => (Due, _bytes, _records) = (null, 0, 0);
}
