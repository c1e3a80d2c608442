namespace Shardwise.Producer;

/// <summary>The rate at which one shard is tried: a token bucket of one second for bytes, and one for records.</summary>
internal sealed class ShardRate(double percent)
{
    // The Kinesis quotas page: 1 MB and 1,000 records a second a shard.
    private readonly double _bytesPerSecond = 1_048_576 * percent / 100;
    private readonly double _recordsPerSecond = 1_000 * percent / 100;
    private double _bytes = 1_048_576 * percent / 100;
    private double _records = 1_000 * percent / 100;
    private TimeSpan _filledAt;

    /// <summary>When the next record may go: at once while anything is left, so that a record of any size may.</summary>
    public TimeSpan FreeAt(TimeSpan now)
    {
        Fill(now);
        double owed = Math.Max(-_bytes / _bytesPerSecond, -_records / _recordsPerSecond);
        return owed < 0 ? now : now + TimeSpan.FromSeconds(owed) + TimeSpan.FromMilliseconds(1);
    }

    public void Take(int bytes)
    {
        _bytes -= bytes;
        _records--;
    }

    private void Fill(TimeSpan now)
    {
        double seconds = (now - _filledAt).TotalSeconds;
        _bytes = Math.Min(_bytesPerSecond, _bytes + (seconds * _bytesPerSecond));
        _records = Math.Min(_recordsPerSecond, _records + (seconds * _recordsPerSecond));
        _filledAt = now;
    }
}
