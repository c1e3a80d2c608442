namespace Shardwise.LocalKinesis.Streams;

/// <summary>One record of a put: where it lies in the request, where it goes, and what became of it.</summary>
internal struct PutEntry
{
    public int DataStart;
    public int DataLength;
    public int DataBytes;
    public int KeyStart;
    public int KeyLength;
    public bool HasKey;
    public bool IsThrottledByOrder;
    public UInt128 HashKey;

    public int Next;
    public Shard? Shard;
    public long Position;
    public long Arrival;
    public PutOutcome Outcome;

    public readonly int Bytes => DataBytes + KeyLength;
}
