namespace Shardwise.LocalKinesis.Log;

/// <summary>
/// A run of consecutive records of a shard in one piece of memory. It only grows at its end, under its log's lock; what lies before <see
/// cref="Count"/> never
/// changes, so readers that have taken the count need no lock.
/// </summary>
internal sealed class Segment(long firstPosition, byte[] bytes)
{
    // Every 16th record's place is kept: a few bytes a hundred records, and at most 15 headers to step over.
    private const int Stride = 16;

    private int[] _places = new int[4];

    public long FirstPosition { get; } = firstPosition;

    public int Count { get; private set; }

    public int Length { get; private set; }

    public int Capacity => bytes.Length;

    public long EndPosition => FirstPosition + Count;

    public long LastArrival { get; private set; }

    public bool Fits(int frameLength) => bytes.Length - Length >= frameLength;

    /// <summary>Room for the next frame; it is not there before <see cref="Commit"/>.</summary>
    public Span<byte> Reserve(int frameLength) => bytes.AsSpan(Length, frameLength);

    public void Commit(int frameLength, long arrivalMilliseconds)
    {
        if (Count % Stride == 0)
        {
            var index = Count / Stride;
            if (index == _places.Length)
            {
                Array.Resize(ref _places, index * 2);
            }

            _places[index] = Length;
        }

        LastArrival = arrivalMilliseconds;
        Length += frameLength;
        Count++;
    }

    public ReadOnlySpan<byte> Bytes(int from, int to) => bytes.AsSpan(from, to - from);

    public ReadOnlyMemory<byte> Memory(int from, int length) => bytes.AsMemory(from, length);

    /// <summary>Where a record that is there begins.</summary>
    public int PlaceOf(long position)
    {
        var index = (int)(position - FirstPosition);
        var place = _places[index / Stride];
        for (var i = index % Stride; i > 0; i--)
        {
            place += FrameAt(place).Length;
        }

        return place;
    }

    public RecordFrame FrameAt(int place) => new(bytes.AsSpan(place));

    /// <summary>
    /// The first position among the first <paramref name="count"/> records that came at or after an instant; the one after them where none did.
    /// </summary>
    public long FirstAtOrAfter(long milliseconds, int count)
    {
        var (low, high) = (0, count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (FrameAt(PlaceOf(FirstPosition + middle)).ArrivalMilliseconds < milliseconds)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return FirstPosition + low;
    }
}
