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

    // By the minute, what was offered at most in a window, in shards: what a release of warm throughput keeps.
    private readonly (long Minute, double Shards)[] _peaks = new (long Minute, double Shards)[60];

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
        var (minute, load) = (MinuteOf(now), Math.Max(_bytes / throughput.WriteBytes, _records / throughput.WriteRecords));
        ref var peak = ref _peaks[minute % _peaks.Length];
        peak = (minute, peak.Minute == minute ? Math.Max(peak.Shards, load) : load);
        var isHalfFull = _bytes > shards * throughput.WriteBytes / 2 || _records > shards * throughput.WriteRecords / 2;
        if (isHalfFull && Due is null && shards * 2 <= MostShards)
        {
            Due = now + lasts;
        }
    }

    /// <summary>The shards that the peak of the last hour takes.</summary>
    public int NeededInLastHour(DateTimeOffset now)
    {
        var oldest = MinuteOf(now) - _peaks.Length;
        return (int)Math.Ceiling(_peaks.Where(peak => peak.Minute > oldest).Select(peak => peak.Shards).DefaultIfEmpty().Max());
    }

    public void Done() => (Due, _bytes, _records) = (null, 0, 0);

    private static long MinuteOf(DateTimeOffset time) => time.UtcTicks / TimeSpan.TicksPerMinute;
}
