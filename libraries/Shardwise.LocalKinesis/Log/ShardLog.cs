namespace Shardwise.LocalKinesis.Log;

/// <summary>
/// The records of one shard, in order and numbered from 0. Whoever appends or trims holds <see cref="Gate"/>; readers take a <see cref="LogView"/>
/// under it and
/// read that without.
/// </summary>
internal sealed class ShardLog(MemoryBudget memory, ShardFiles? files)
{
    private const int SmallestSegment = 4_096;
    private const int LargestSegment = 1_048_576;

    private readonly List<Segment> _segments = [];
    private int _nextSegment = SmallestSegment;
    private long _floor;

    public Lock Gate { get; } = new();

    /// <summary>The position that the next record gets.</summary>
    public long EndPosition { get; private set; }

    public long LastArrival { get; private set; }

    /// <summary>Bytes of whole frames kept.</summary>
    public long StoredBytes { get; private set; }

    /// <summary>Room for one record's key and data; it is in the log once <see cref="Commit"/> is called.</summary>
    /// <exception cref="OutOfRoomException">The memory for records is used up.</exception>
    public Span<byte> Reserve(int keyLength, int dataLength, long arrivalMilliseconds, RecordFlags flags)
    {
        var length = RecordFrame.LengthOf(keyLength, dataLength);
        if (_segments.Count == 0 || !_segments[^1].Fits(length))
        {
            AddSegment(length);
        }

        var frame = _segments[^1].Reserve(length);
        RecordFrame.WriteHeader(frame, keyLength, dataLength, arrivalMilliseconds, flags);
        return frame[RecordFrame.HeaderLength..];
    }

    public void Commit(int keyLength, int dataLength, long arrivalMilliseconds)
    {
        var length = RecordFrame.LengthOf(keyLength, dataLength);
        var segment = _segments[^1];
        if (files is not null)
        {
            RecordFrame.Seal(segment.Reserve(length));
        }

        segment.Commit(length, arrivalMilliseconds);
        EndPosition++;
        LastArrival = arrivalMilliseconds;
        StoredBytes += length;
    }

    /// <summary>Hands what was committed since to the files; completes when it is on the disk.</summary>
    public Task WriteAsync() => files?.WriteAsync(_segments) ?? Task.CompletedTask;

    /// <summary>What is there now.</summary>
    public LogView View() => new([.. _segments], EndPosition, _floor);

    /// <summary>Records before this position are gone for readers, whatever the retention becomes.</summary>
    public void RaiseFloor(long position) => _floor = Math.Max(_floor, position);

    /// <summary>Lets go of segments whose every record came before an instant.</summary>
    public void Trim(long milliseconds)
    {
        while (_segments.Count > 0 && _segments[0].LastArrival < milliseconds)
        {
            var segment = _segments[0];
            _segments.RemoveAt(0);
            _floor = Math.Max(_floor, segment.EndPosition);
            StoredBytes -= segment.Length;
            memory.Return(segment.Capacity);
            files?.Delete(segment);
        }
    }

    /// <summary>Everything goes; what a reader still holds lives as long as the reader.</summary>
    public void Clear()
    {
        Trim(long.MaxValue);
        Close();
    }

    /// <summary>Lets go of the files; what was written stays.</summary>
    public void Close() => files?.Dispose();

    /// <summary>Reads back what its files hold; used once, before anything is appended.</summary>
    public void Load(Action<string> say) => files?.Load(this, say);

    /// <summary>Takes over what a file holds, in order; used once, before anything is appended.</summary>
    public void Adopt(Segment segment)
    {
        memory.Take(segment.Capacity);
        _segments.Add(segment);
        EndPosition = segment.EndPosition;
        LastArrival = segment.LastArrival;
        StoredBytes += segment.Length;
        if (_segments.Count == 1)
        {
            _floor = segment.FirstPosition;
        }
    }

    /// <summary>After files that held nothing at all: numbers go on where they would have.</summary>
    public void StartAt(long position, long floor)
    {
        EndPosition = Math.Max(EndPosition, position);
        _floor = Math.Max(_floor, floor);
    }

    private void AddSegment(int frameLength)
    {
        var capacity = Math.Max(_nextSegment, frameLength);
        memory.Take(capacity);
        _nextSegment = Math.Min(_nextSegment * 4, LargestSegment);
        _segments.Add(new Segment(EndPosition, GC.AllocateUninitializedArray<byte>(capacity)));
    }
}
