namespace Shardwise.Local;

/// <summary>A hash range whose writes are limited as one shard's. While a reshard lasts these are not the emulator's ranges.</summary>
internal sealed class WriteRange(UInt128 start, string? shardId, double bytesPerWindow, double recordsPerWindow)
{
    public UInt128 Start { get; } = start;

    public string? ShardId { get; } = shardId;

    public ThroughputWindow Bytes { get; } = new(bytesPerWindow);

    public ThroughputWindow Records { get; } = new(recordsPerWindow);

    public bool TryTake(long window, int bytes)
    {
        if (!Bytes.Fits(window, bytes) || !Records.Fits(window, 1))
        {
            return false;
        }

        Bytes.Take(window, bytes);
        Records.Take(window, 1);
        return true;
    }

    // A reshard in mid-window must not hand out the window's capacity twice; what of a parent's use lay in this range is not known, so all of it counts.
    public void TakeOver(IEnumerable<WriteRange> overlapping)
    {
        var parents = overlapping.ToArray();
        Bytes.TakeOver(parents.Select(parent => parent.Bytes));
        Records.TakeOver(parents.Select(parent => parent.Records));
    }
}
