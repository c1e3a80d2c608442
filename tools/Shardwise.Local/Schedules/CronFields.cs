using System.Globalization;

namespace Shardwise.Local.Schedules;

/// <summary>The six fields of an EventBridge cron expression, each as the set of its numbers.</summary>
internal sealed class CronFields
{
    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private readonly HashSet<int>[] _fields;

    private CronFields(HashSet<int>[] fields) => _fields = fields;

    public static bool TryParse(string text, out CronFields? cron, out string? problem)
    {
        cron = null;
        string[] parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 6)
        {
            problem = $"a cron expression has 6 fields, this one {parts.Length}";
            return false;
        }

        (int Least, int Most, string[]? Names)[] ranges = [(0, 59, null), (0, 23, null), (1, 31, null), (1, 12, Months),
            (1, 7, Days), (1970, 2199, null)];
        var fields = new HashSet<int>[6];
        for (int i = 0; i < 6; i++)
        {
            if (Set(parts[i], ranges[i].Least, ranges[i].Most, ranges[i].Names) is not { } set)
            {
                problem = $"the cron field '{parts[i]}' is not understood here; numbers {ranges[i].Least} to {ranges[i].Most}, *, ?, lists, ranges "
                    + "and steps are";
                return false;
            }

            fields[i] = set;
        }

        problem = null;
        cron = new CronFields(fields);
        return true;
    }

    public bool MatchesDay(DateTimeOffset time) =>
        _fields[2].Contains(time.Day) && _fields[3].Contains(time.Month) && _fields[4].Contains((int)time.DayOfWeek + 1)
            && _fields[5].Contains(time.Year);

    public bool MatchesMinute(DateTimeOffset time) => _fields[0].Contains(time.Minute) && _fields[1].Contains(time.Hour);

    private static HashSet<int>? Set(string text, int least, int most, string[]? names)
    {
        var set = new HashSet<int>();
        foreach (string item in text.Split(','))
        {
            string[] stepped = item.Split('/');
            int step = 1;
            if (stepped.Length > 2 || (stepped.Length == 2 && (!Number(stepped[1], null, out step) || step < 1)))
            {
                return null;
            }

            if (Range(stepped[0], least, most, names, openEnded: stepped.Length == 2) is not var (from, to))
            {
                return null;
            }

            for (int value = from; value <= to; value += step)
            {
                set.Add(value);
            }
        }

        return set;
    }

    private static (int From, int To)? Range(string text, int least, int most, string[]? names, bool openEnded)
    {
        if (text is "*" or "?")
        {
            return (least, most);
        }

        string[] ends = text.Split('-');
        if (ends.Length > 2 || !Number(ends[0], names, out int from))
        {
            return null;
        }

        int to = openEnded ? most : from;
        if (ends.Length == 2 && !Number(ends[1], names, out to))
        {
            return null;
        }

        return from >= least && to <= most && from <= to ? (from, to) : null;
    }

    private static bool Number(string text, string[]? names, out int value)
    {
        int index = names is null ? -1 : Array.IndexOf(names, text.ToUpperInvariant());
        value = index + 1;
        return index >= 0 || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
