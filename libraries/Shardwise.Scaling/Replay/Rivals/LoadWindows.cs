namespace Shardwise.Scaling.Replay.Rivals;

/// <summary>Sums of accepted traffic over any run of visible minutes, in shards.</summary>
internal sealed class LoadWindows
{
    private readonly List<double> _bytes = [0];
    private readonly List<double> _records = [0];

    /// <summary>How many minutes are visible.</summary>
    public int Count => _bytes.Count - 1;

    public void Update(IReadOnlyList<TrafficMinute> minutes)
    {
        for (var i = Count; i < minutes.Count; i++)
        {
            _bytes.Add(_bytes[^1] + minutes[i].Bytes);
            _records.Add(_records[^1] + minutes[i].Records);
        }
    }

    /// <summary>Mean load of the minutes before <paramref name="end"/>, in shards.</summary>
    public double Load(int end, int minutes) => Math.Max(
        (_bytes[end] - _bytes[end - minutes]) / (ShardCapacity.BytesPerMinute * minutes),
        (_records[end] - _records[end - minutes]) / (ShardCapacity.RecordsPerMinute * minutes));
}
