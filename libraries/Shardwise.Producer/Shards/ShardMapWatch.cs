namespace Shardwise.Producer;

/// <summary>Decides when the shard map is to be read, and what a read means. Not thread-safe.</summary>
internal sealed class ShardMapWatch(ProducerOptions options)
{
    // A read that fails in passing is no reason to give up aggregation; one that keeps failing must not hold up the records.
    private const int MostFailures = 3;

    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromSeconds(30);

    // DescribeStreamSummary takes 20 calls a second of a whole account: 5,000 producers at this pace make 17 to 21.
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMinutes(5);

    private readonly HashSet<string> _answered = [];
    private bool _isStale = true;
    private bool _isReading;
    private Distribution _distribution;
    private int _failures;

    /// <summary>When to read next; <see cref="TimeSpan.MaxValue"/> while there is no reason to.</summary>
    public TimeSpan ReadAt => _isReading ? TimeSpan.MaxValue : _isStale ? RetryAt : RefreshAt;

    public long Reads { get; private set; }

    private TimeSpan RetryAt { get; set; }

    private TimeSpan RefreshAt { get; set; } = TimeSpan.MaxValue;

    /// <summary>A shard answered that was not foreseen: the map is old.</summary>
    public void Invalidate(string shardId)
    {
        _isStale = true;
        _answered.Add(shardId);
    }

    /// <summary>A placement told that the service chooses the shards: there is nothing to read until that may have changed back.</summary>
    public void TellChosenByService(TimeSpan now)
    {
        _isStale = false;
        _answered.Clear();
        _distribution = _distribution with { MayTurn = _distribution.IsTold };
        SetRefresh(now);
    }

    public void Begin()
    {
        _isReading = true;
        Reads++;
    }

    /// <summary>Judges a read.</summary>
    /// <param name="map">What was read; null if that failed.</param>
    /// <param name="isFinal">Whether no further try would do better, such as for want of a permission.</param>
    /// <param name="now">The time.</param>
    /// <returns>The map to go by from now on, empty if there is to be none; null to stay with the one there is.</returns>
    public IReadOnlyList<OpenShard>? End(ShardMap? map, bool isFinal, TimeSpan now)
    {
        _isReading = false;
        if (map is not null && IsOfNow(map.Shards))
        {
            (_isStale, _failures, _distribution) = (false, 0, map.Distribution);
            _answered.Clear();
            SetRefresh(now);
            return map.Shards;
        }

        if (!_isStale)
        {
            // A look in passing that failed: the map at hand is as good as before.
            SetRefresh(now);
            return null;
        }

        _failures = isFinal ? Math.Max(_failures + 1, MostFailures) : _failures + 1;
        RetryAt = now + Backoff.After(_failures, options.RetryDelay, LongestRetryDelay);
        if (_failures < MostFailures)
        {
            return null;
        }

        // The shard that answered may have closed again since; without a map nothing depends on it.
        _answered.Clear();
        return [];
    }

    // ListShards may lag behind a reshard: a map without a shard that has answered already would only fail again.
    private bool IsOfNow(IReadOnlyList<OpenShard> shards) =>
        shards is [{ IsChosenByService: true }] || _answered.IsSubsetOf(shards.Select(shard => shard.Id!));

    private void SetRefresh(TimeSpan now) =>
        RefreshAt = _distribution.MayTurn ? now + (RefreshInterval * (0.8 + (0.2 * Random.Shared.NextDouble()))) : TimeSpan.MaxValue;
}
