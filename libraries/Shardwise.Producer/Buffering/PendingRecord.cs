namespace Shardwise.Producer;

/// <summary>A user record on its way, and the promise made to its caller. Its bytes are in the Kinesis record that it is a part of.</summary>
internal sealed class PendingRecord(UInt128 hashKey, int size, int explicitHashKeyLength, FlushEpoch epoch)
    : TaskCompletionSource<ProducedRecord>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    // This object, its task, its place in a list, and what the caller's continuation takes: measured to be about so much.
    private const int Bookkeeping = 200;

    public UInt128 HashKey => hashKey;

    /// <summary>Bytes of data and partition key.</summary>
    public int Size => size;

    /// <summary>What it counts for in the bound on memory.</summary>
    public long Cost => (long)size + explicitHashKeyLength + Bookkeeping;

    public FlushEpoch Epoch => epoch;

    /// <summary>When it was buffered.</summary>
    public TimeSpan AddedAt { get; set; }

    /// <summary>Attempts in Kinesis records that were taken apart since.</summary>
    public int EarlierAttempts { get; set; }

    /// <summary>Why the last of those failed.</summary>
    public PutError? EarlierError { get; set; }
}
