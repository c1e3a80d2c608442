namespace Shardwise.Local;

/// <summary>A shard of the emulator and what went through it. Its stream's lock guards it, but for <see cref="Version"/>.</summary>
internal sealed class ShardTraffic(string shardId, double readCallsPerWindow, double readBytesPerWindow)
{
    private long _version;

    public string ShardId { get; } = shardId;

    public UInt128 Start { get; set; }

    public UInt128 End { get; set; }

    public bool IsOpen { get; set; } = true;

    public long AcceptedRecords { get; set; }

    public long AcceptedBytes { get; set; }

    public long ThrottledRecords { get; set; }

    public string? LastSequenceNumber { get; set; }

    public TimeSpan ReadAge { get; set; }

    public ThroughputWindow ReadCalls { get; } = new(readCallsPerWindow);

    public ThroughputWindow ReadBytes { get; } = new(readBytesPerWindow);

    /// <summary>Changes after anything that a reader at the tip must learn of: a record, a close.</summary>
    public long Version => Interlocked.Read(ref _version);

    public void Touch() => Interlocked.Increment(ref _version);

    public void Accept(int bytes, string sequenceNumber)
    {
        AcceptedRecords++;
        AcceptedBytes += bytes;
        // Replies of concurrent puts may come in another order than the records lie. Numbers without leading zeros: the longer is the larger.
        if (LastSequenceNumber is not { } last || sequenceNumber.Length > last.Length
            || (sequenceNumber.Length == last.Length && string.CompareOrdinal(sequenceNumber, last) > 0))
        {
            LastSequenceNumber = sequenceNumber;
        }
    }
}
