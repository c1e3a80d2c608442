using System.Globalization;
using System.Text;

namespace Shardwise.Local.Firehose;

/// <summary>
/// A pattern of Java's <c>DateTimeFormatter</c>, as <c>!{timestamp:…}</c> holds one, in English (United States), which is what the service writes.
/// Text in single quotes stands for itself, and so does what is no letter.
/// </summary>
internal sealed class JavaTimePattern
{
    private const string Letters = "GuyYDMLdQqwEaHhKkmsSAnNVzOXxZ";

    private readonly List<Func<DateTimeOffset, TimeZoneInfo, string>> _parts = [];

    private JavaTimePattern()
    {
    }

    /// <exception cref="FormatException">The pattern is none, or asks for a field that is not written here.</exception>
    public static JavaTimePattern Parse(string pattern)
    {
        var result = new JavaTimePattern();
        for (int i = 0; i < pattern.Length;)
        {
            char letter = pattern[i];
            if (letter == '\'')
            {
                string literal = Quoted(pattern, ref i);
                result._parts.Add((_, _) => literal);
            }
            else if (char.IsAsciiLetter(letter))
            {
                int count = 1;
                while (i + count < pattern.Length && pattern[i + count] == letter)
                {
                    count++;
                }

                i += count;
                result._parts.Add(Field(letter, count, pattern));
            }
            else
            {
                // Optional sections print what they hold: every field here has a value.
                i++;
                if (letter is '{' or '}' or '#')
                {
                    throw new FormatException($"'{letter}' is reserved in '{pattern}'");
                }

                if (letter is not ('[' or ']'))
                {
                    result._parts.Add((_, _) => letter.ToString());
                }
            }
        }

        return result;
    }

    public string Format(DateTimeOffset instant, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(instant, zone);
        var text = new StringBuilder();
        foreach (var part in _parts)
        {
            text.Append(part(local, zone));
        }

        return text.ToString();
    }

    private static string Quoted(string pattern, ref int at)
    {
        var text = new StringBuilder();
        for (int i = at + 1; i < pattern.Length; i++)
        {
            if (pattern[i] != '\'')
            {
                text.Append(pattern[i]);
            }
            else if (i + 1 < pattern.Length && pattern[i + 1] == '\'')
            {
                text.Append('\'');
                i++;
            }
            else
            {
                // Two quotes with nothing between them are one quote.
                string literal = i == at + 1 ? "'" : text.ToString();
                at = i + 1;
                return literal;
            }
        }

        throw new FormatException($"a quote is not closed in '{pattern}'");
    }

    private static Func<DateTimeOffset, TimeZoneInfo, string> Field(char letter, int count, string pattern)
    {
        if (!Letters.Contains(letter, StringComparison.Ordinal))
        {
            throw new FormatException(
                $"the letter '{letter}' of '{pattern}' is not understood; known are {string.Join(' ', Letters.AsEnumerable())}");
        }

        return letter switch
        {
            'u' or 'y' => (time, _) => Year(time.Year, count),
            'Y' => (time, _) => Year(WeekYear(time), count),
            'D' => (time, _) => Number(time.DayOfYear, count),
            'M' or 'L' => (time, _) => Name(count, time.Month, 12, at => CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(at)),
            'd' => (time, _) => Number(time.Day, count),
            'Q' or 'q' => (time, _) => Quarter((time.Month + 2) / 3, count),
            'w' => (time, _) => Number(Week(time), count),
            'E' => (time, _) => DayName(time.DayOfWeek, count),
            'G' => (_, _) => count switch { 4 => "Anno Domini", 5 => "A", _ => "AD" },
            'a' => (time, _) => time.Hour < 12 ? "AM" : "PM",
            'H' => (time, _) => Number(time.Hour, count),
            'k' => (time, _) => Number(time.Hour == 0 ? 24 : time.Hour, count),
            'K' => (time, _) => Number(time.Hour % 12, count),
            'h' => (time, _) => Number(time.Hour % 12 == 0 ? 12 : time.Hour % 12, count),
            'm' => (time, _) => Number(time.Minute, count),
            's' => (time, _) => Number(time.Second, count),
            // The service keeps time to the second where it names objects, however many digits a pattern asks for.
            'S' => (_, _) => new string('0', count),
            'A' => (time, _) => Number((long)time.TimeOfDay.TotalSeconds * 1000, count),
            'n' => (_, _) => Number(0, count),
            'N' => (time, _) => Number((long)time.TimeOfDay.TotalSeconds * 1_000_000_000, count),
            _ => (time, zone) => Zone(letter, count, time, zone),
        };
    }

    private static string Number(long value, int width) => value.ToString(CultureInfo.InvariantCulture).PadLeft(width, '0');

    private static string Year(int year, int count) => count == 2 ? Number(year % 100, 2) : Number(year, count);

    private static string Name(int count, int value, int _, Func<int, string> name) => count switch
    {
        <= 2 => Number(value, count),
        3 => name(value)[..3],
        5 => name(value)[..1],
        _ => name(value),
    };

    private static string DayName(DayOfWeek day, int count) => count switch
    {
        <= 3 => day.ToString()[..3],
        5 => day.ToString()[..1],
        _ => day.ToString(),
    };

    private static string Quarter(int quarter, int count) => count switch
    {
        <= 2 => Number(quarter, count),
        3 => $"Q{quarter}",
        5 => Number(quarter, 1),
        _ => quarter switch { 1 => "1st quarter", 2 => "2nd quarter", 3 => "3rd quarter", _ => "4th quarter" },
    };

    // Weeks of the United States: they begin on Sunday, and the one that holds January 1st is the first of the year.
    private static int WeekYear(DateTimeOffset time) => time.Date.AddDays(6 - (int)time.DayOfWeek).Year;

    private static int Week(DateTimeOffset time)
    {
        var first = new DateTime(WeekYear(time), 1, 1);
        return 1 + ((time.Date - first.AddDays(-(int)first.DayOfWeek)).Days / 7);
    }

    private static string Zone(char letter, int count, DateTimeOffset time, TimeZoneInfo zone) => letter switch
    {
        'V' => zone.Id,
        'z' => time.Offset == TimeSpan.Zero && zone.BaseUtcOffset == TimeSpan.Zero ? "UTC" : zone.Id,
        'O' when time.Offset == TimeSpan.Zero => "GMT",
        'O' => "GMT" + Offset(time.Offset, ":", padHours: count == 4, minutes: count == 4 || time.Offset.Minutes != 0),
        'X' when time.Offset == TimeSpan.Zero => "Z",
        'Z' when count == 5 && time.Offset == TimeSpan.Zero => "Z",
        'Z' when count == 4 => time.Offset == TimeSpan.Zero ? "GMT" : "GMT" + Offset(time.Offset, ":", padHours: true, minutes: true),
        'Z' => Offset(time.Offset, count == 5 ? ":" : "", padHours: true, minutes: true),
        _ => Offset(time.Offset, count is 3 or 5 ? ":" : "", padHours: true, minutes: count > 1 || time.Offset.Minutes != 0),
    };

    private static string Offset(TimeSpan offset, string separator, bool padHours, bool minutes)
    {
        var size = offset.Duration();
        string hours = Number(size.Hours, padHours ? 2 : 1);
        return (offset < TimeSpan.Zero ? "-" : "+") + hours + (minutes ? separator + Number(size.Minutes, 2) : "");
    }
}
