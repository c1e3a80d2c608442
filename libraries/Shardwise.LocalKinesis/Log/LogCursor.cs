namespace Shardwise.LocalKinesis.Log;

/// <summary>A walk through a view's records.</summary>
internal struct LogCursor
{
    private readonly Segment[] _segments;
    private readonly long _end;
    private int _segment;
    private int _place;

    public LogCursor(Segment[] segments, long position, long end)
    {
        (_segments, _end, Position) = (segments, end, position);
        // The last segments are the ones that readers at the tip want.
        _segment = segments.Length - 1;
        while (_segment > 0 && segments[_segment].FirstPosition > position)
        {
            _segment--;
        }

        if (!IsAtEnd)
        {
            _place = segments[_segment].PlaceOf(position);
        }
    }

    public long Position { get; private set; }

    public readonly bool IsAtEnd => Position >= _end;

    /// <summary>The record at <see cref="Position"/>; there is one unless the end is reached.</summary>
    public readonly RecordFrame Current => _segments[_segment].FrameAt(_place);

    public void MoveNext()
    {
        _place += Current.Length;
        Position++;
        if (Position < _end && Position >= _segments[_segment].FirstPosition + _segments[_segment].Count)
        {
            (_segment, _place) = (_segment + 1, 0);
        }
    }
}
