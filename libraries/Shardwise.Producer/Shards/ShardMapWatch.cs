namespace Shardwise.Producer;

/// <summary>Decides when the shard map is to be read, and what a read means. Not thread-safe.</summary>
internal sealed class ShardMapWatch(ProducerOptions options)
{
    // A read that fails in passing is no reason to give up aggregation; one that keeps failing must not hold up the records.
    private const int MostFailures = 3;

    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromSeconds(30);

    private readonly HashSet<string> _answered = [];
    private bool _isStale = true;
    private bool _isReading;
    private int _failures;

    /// <summary>When to read next; <see cref="TimeSpan.MaxValue"/> while there is no reason to.</summary>
    public TimeSpan ReadAt => _isStale && !_isReading ? RetryAt : TimeSpan.MaxValue;

    public long Reads { get; private set; }

    private TimeSpan RetryAt { get; set; }

    /// <summary>A shard answered that was not foreseen: the map is old.</summary>
    public void Invalidate(string shardId)
    {
        _isStale = true;
        _answered.Add(shardId);
    }

    public void Begin()
    {
        _isReading = true;
        Reads++;
    }

    /// <summary>Judges a read.</summary>
    /// <param name="shards">What was read; null if that failed.</param>
    /// <param name="isFinal">Whether no further try would do better, such as for want of a permission.</param>
    /// <param name="now">The time.</param>
    /// <returns>The map to go by from now on, empty if there is to be none; null to stay with the one there is.</returns>
    public IReadOnlyList<OpenShard>? End(IReadOnlyList<OpenShard>? shards, bool isFinal, TimeSpan now)
    {
        _isReading = false;
        // ListShards may lag behind a reshard: a map without a shard that has answered already would only fail again.
        if (shards is not null && _answered.IsSubsetOf(shards.Select(shard => shard.Id!)))
        {
            (_isStale, _failures) = (false, 0);
            _answered.Clear();
            return shards;
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
}
