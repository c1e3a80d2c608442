namespace Shardwise.LocalKinesis.Log;

/// <summary>A log as it was at one moment. Records that came later are not in it; those in it stay readable however the log is trimmed.</summary>
internal readonly struct LogView(Segment[] segments, long endPosition, long floor)
{
    public long EndPosition => endPosition;

    public long FirstPosition => segments.Length == 0 ? endPosition : Math.Max(floor, segments[0].FirstPosition);

    /// <summary>The first position at or after an instant; the end where there is none.</summary>
    public long FirstAtOrAfter(long milliseconds)
    {
        foreach (var segment in segments)
        {
            var count = CountIn(segment);
            if (count > 0 && LastIn(segment, count) >= milliseconds)
            {
                return Math.Max(FirstPosition, segment.FirstAtOrAfter(milliseconds, count));
            }
        }

        return endPosition;
    }

    /// <summary>Steps through the records from a position on.</summary>
    public LogCursor From(long position) => new(segments, Math.Max(position, FirstPosition), endPosition);

    private int CountIn(Segment segment) => (int)Math.Min(segment.Count, endPosition - segment.FirstPosition);

    private static long LastIn(Segment segment, int count) =>
        segment.FrameAt(segment.PlaceOf(segment.FirstPosition + count - 1)).ArrivalMilliseconds;
}
