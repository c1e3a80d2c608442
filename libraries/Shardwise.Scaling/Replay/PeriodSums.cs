using System.Globalization;

namespace Shardwise.Scaling.Replay;

/// <summary>
/// Makes minutes of sums over periods of any length: a sum over several minutes is spread evenly over them, several within a minute are added up.
/// </summary>
public static class PeriodSums
{
    private const int SecondsPerMinute = 60;

    // Two years, the leap day included.
    private const int MostMinutes = 2 * 366 * 1_440;

    // With fewer the distance between two of them may be a gap as well.
    private const int FewestTimes = 3;

    // So many equal distances in a row are no minutes that happen to be missing.
    private const int FewestInRow = 12;

    /// <summary>The period of sums, told by how far apart their times are.</summary>
    /// <param name="times">When the periods began, in any order; the same time may come several times.</param>
    /// <param name="source">What messages call where they come from: a path.</param>
    /// <exception cref="TraceFormatException">The times do not tell.</exception>
    public static TimeSpan PeriodOf(IEnumerable<DateTimeOffset> times, string source)
    {
        long[] seconds = [.. times.Select(time => time.ToUnixTimeSeconds()).Distinct().Order()];
        if (seconds.Length < FewestTimes)
        {
            var found = seconds.Length == 1 ? "1 time" : $"{seconds.Length} times";
            throw new TraceFormatException($"{source} has {found} only, which do not tell how long a period is: give it by --period SECONDS");
        }

        long[] gaps = [.. seconds.Zip(seconds.Skip(1), (one, next) => next - one)];
        var period = gaps.Aggregate(GreatestCommonDivisor);
        // No longer period fits times that are a minute's multiples apart; any other must show itself.
        if ((period != SecondsPerMinute && gaps.Count(gap => gap == period) * 2 < gaps.Length) || IsOfSeveral(gaps, period))
        {
            throw new TraceFormatException(Text(
                $"{source} has times that are {gaps.Min()} to {gaps.Max()} s apart, which do not tell how long a period is: ")
                + "give it by --period SECONDS");
        }

        return TimeSpan.FromSeconds(period);
    }

    /// <summary>The minutes of sums. What no sum tells of is unknown.</summary>
    /// <param name="sums">The sums, in any order.</param>
    /// <param name="period">Over how long each of them was taken: whole minutes, or a part of a minute.</param>
    /// <param name="source">What messages call where they come from: a path.</param>
    /// <param name="name">The trace's name.</param>
    /// <param name="maxMinutes">Makes no more than so many minutes; <c>null</c> makes all.</param>
    /// <exception cref="TraceFormatException">The period is neither, the sums tell of too long a time, or nothing is offered in it.</exception>
    public static Trace ToTrace(IReadOnlyList<PeriodSum> sums, TimeSpan period, string source, string name, int? maxMinutes = null)
    {
        ArgumentNullException.ThrowIfNull(sums);
        var minutesEach = MinutesOf(period, source);
        if (sums.Count == 0)
            throw new TraceFormatException($"{source} tells of no period");
        RefuseOverlap(sums, period, minutesEach, source);
        var first = sums.Min(sum => MinuteOf(sum.Start));
        var count = sums.Max(sum => MinuteOf(sum.Start)) + minutesEach - first;
        if (count > MostMinutes)
            throw new TraceFormatException(Text($"{source} spans {count:0} minutes; at most {MostMinutes} are allowed"));

        var minutes = new TraceMinute[Math.Min(count, maxMinutes ?? count)];
        Array.Fill(minutes, TraceMinute.Unknown);
        foreach (var sum in sums)
        {
            var start = MinuteOf(sum.Start) - first;
            for (var minute = start; minute < Math.Min(start + minutesEach, minutes.Length); minute++)
                minutes[minute] = new TraceMinute(
                    minutes[minute].Records + (sum.Records / minutesEach), minutes[minute].Bytes + (sum.Bytes / minutesEach));
        }

        return Array.Exists(minutes, minute => minute.Shards > 0)
            ? new Trace(name, minutes) { Period = period }
            : throw new TraceFormatException($"{source} offers nothing: every minute has 0 records and 0 bytes");
    }

    // Exports of several periods in one file, as they are put together.
    private static bool IsOfSeveral(long[] gaps, long period)
    {
        var inRow = 0;
        for (var i = 0; i < gaps.Length; i++)
        {
            inRow = gaps[i] == period ? 0 : i > 0 && gaps[i] == gaps[i - 1] ? inRow + 1 : 1;
            if (inRow == FewestInRow)
                return true;
        }

        return false;
    }

    private static void RefuseOverlap(IReadOnlyList<PeriodSum> sums, TimeSpan period, int minutesEach, string source)
    {
        long[] minutes = [.. sums.Select(sum => MinuteOf(sum.Start)).Distinct().Order()];
        for (var i = 1; i < minutes.Length; i++)
        {
            var apart = minutes[i] - minutes[i - 1];
            if (apart < minutesEach)
            {
                throw new TraceFormatException(Text(
                    $"{source} has times that are {apart * SecondsPerMinute} s apart, ")
                    + Text($"too near for sums over {period.TotalSeconds} s as --period says"));
            }
        }
    }

    private static int MinutesOf(TimeSpan period, string source)
    {
        var seconds = (long)period.TotalSeconds;
        return seconds > 0 && seconds % SecondsPerMinute == 0 ? (int)Math.Min(seconds / SecondsPerMinute, MostMinutes)
            : seconds > 0 && SecondsPerMinute % seconds == 0 ? 1
            : throw new TraceFormatException(Text($"{source} has a period of {seconds} s; whole minutes are allowed, or a part of one"));
    }

    private static long MinuteOf(DateTimeOffset time) => (long)Math.Floor(time.ToUnixTimeSeconds() / (double)SecondsPerMinute);

    private static long GreatestCommonDivisor(long one, long other) => other == 0 ? one : GreatestCommonDivisor(other, one % other);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
