using System.Globalization;
using System.Text;
using Shardwise.LocalKinesis.Log;

namespace Shardwise.LocalKinesis.Streams;

/// <summary>One shard: its range, its place in the stream's history, its records and its limits. Its log's lock guards all that changes.</summary>
internal sealed class Shard
{
    private readonly ThroughputWindow _writeBytes;
    private readonly ThroughputWindow _writeRecords;
    private readonly ThroughputWindow _readCalls;
    private readonly ThroughputWindow _readBytes;

    public Shard(int index, HashKeyRange range, long createdSecond, Shard? parent, Shard? adjacentParent, ShardLog log, Throughput throughput)
    {
        (Index, Range, CreatedSecond, Parent, AdjacentParent, Log) = (index, range, createdSecond, parent?.Index, adjacentParent?.Index, log);
        Id = IdOf(index);
        IdUtf8 = Encoding.ASCII.GetBytes(Id);
        Numbers = new SequenceNumberWriter(createdSecond, index);
        _writeBytes = new ThroughputWindow(throughput.WriteBytes);
        _writeRecords = new ThroughputWindow(throughput.WriteRecords);
        _readCalls = new ThroughputWindow(throughput.ReadCalls);
        _readBytes = new ThroughputWindow(throughput.ReadBytes);
    }

    public int Index { get; }

    public string Id { get; }

    public byte[] IdUtf8 { get; }

    public HashKeyRange Range { get; }

    public long CreatedSecond { get; }

    public int? Parent { get; init; }

    public int? AdjacentParent { get; init; }

    public ShardLog Log { get; }

    public SequenceNumberWriter Numbers { get; }

    public Signal Changed { get; } = new();

    /// <summary>The second in which it was closed; null while it is open.</summary>
    public long? ClosedSecond { get; private set; }

    public bool IsOpen => ClosedSecond is null;

    public long AcceptedRecords { get; private set; }

    public long AcceptedBytes { get; private set; }

    public long ThrottledRecords { get; private set; }

    public long ThrottledBytes { get; private set; }

    public long ReadRecords { get; private set; }

    public long ReadBytes { get; private set; }

    public TimeSpan ReadAge { get; private set; }

    public string StartNumber => new SequenceNumber(2, CreatedSecond, 0, CreatedSecond, Index).ToString();

    public string? EndNumber =>
        ClosedSecond is { } closed ? new SequenceNumber(2, CreatedSecond, SequenceNumber.EndCounter, closed, Index).ToString() : null;

    public static string IdOf(int index) => string.Create(CultureInfo.InvariantCulture, $"shardId-{index:D12}");

    /// <summary>The counter in the sequence number of the record at a position.</summary>
    public static long CounterOf(long position) => position + 1;

    /// <summary>The second in the sequence number of a record: never before the shard's.</summary>
    public long PutSecond(long arrivalMilliseconds) => Math.Max(arrivalMilliseconds / 1000, CreatedSecond);

    /// <summary>Writes the sequence number of a record.</summary>
    public void WriteNumber(long position, long arrivalMilliseconds, Span<byte> destination) =>
        Numbers.Write(CounterOf(position), PutSecond(arrivalMilliseconds), destination);

    public string NumberOf(long position, long arrivalMilliseconds) =>
        new SequenceNumber(2, CreatedSecond, CounterOf(position), PutSecond(arrivalMilliseconds), Index).ToString();

    /// <summary>Whether a record fits the current window; counts it as taken or refused. The lock is held.</summary>
    public bool Admit(long window, int bytes)
    {
        if (!_writeBytes.Fits(window, bytes) || !_writeRecords.Fits(window, 1))
        {
            CountThrottled(bytes);
            return false;
        }

        _writeBytes.Take(window, bytes);
        _writeRecords.Take(window, 1);
        return true;
    }

    public void CountThrottled(int bytes)
    {
        ThrottledRecords++;
        ThrottledBytes += bytes;
    }

    public void CountAccepted(int bytes)
    {
        AcceptedRecords++;
        AcceptedBytes += bytes;
    }

    /// <summary>Whether a read may go on now; counts the call. The lock is held.</summary>
    public bool AdmitRead(long window)
    {
        if (!_readCalls.Fits(window, 1) || _readBytes.IsSpent(window))
        {
            return false;
        }

        _readCalls.Take(window, 1);
        return true;
    }

    public void CountRead(long window, long records, long bytes, TimeSpan age)
    {
        ReadRecords += records;
        ReadBytes += bytes;
        ReadAge = age;
        _readBytes.Take(window, bytes);
    }

    /// <summary>Takes no more records. The lock is held.</summary>
    public void Close(long second) => ClosedSecond = second;

    /// <summary>
    /// A reshard in mid-window must not hand out the window's capacity twice; what of a parent's use lay in this range is not known, so all of it
    /// counts.
    /// </summary>
    public void TakeOver(Shard parent)
    {
        _writeBytes.TakeOver(parent._writeBytes);
        _writeRecords.TakeOver(parent._writeRecords);
    }

    /// <summary>What a restart must not forget.</summary>
    public void Restore(long? closedSecond, long acceptedRecords, long acceptedBytes) =>
        (ClosedSecond, AcceptedRecords, AcceptedBytes) = (closedSecond, acceptedRecords, acceptedBytes);
}
