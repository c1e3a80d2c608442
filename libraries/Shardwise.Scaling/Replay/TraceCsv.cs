using System.Globalization;

namespace Shardwise.Scaling.Replay;

/// <summary>
/// Reads traces: CSV with the header <c>minute,records,bytes</c>, one row a minute, counted from 0 without gaps, or with the header
/// <c>time,records,bytes</c> (<c>timestamp</c> too), one row a period, by ISO 8601 times (UTC where they do not tell) or epoch seconds or
/// milliseconds. A row with both amounts empty (<c>17,,</c>) is a period that nothing is known of.
/// </summary>
public static class TraceCsv
{
    private const string Header = "minute,records,bytes";
    private const string Headers = Header + " or time,records,bytes";

    private const NumberStyles AmountStyles = NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite | NumberStyles.AllowLeadingSign
        | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Reads a trace.</summary>
    /// <param name="reader">The text, already unpacked.</param>
    /// <param name="source">What messages call the text: a path.</param>
    /// <param name="name">The trace's name.</param>
    /// <param name="maxMinutes">Reads no further than this many minutes; <c>null</c> reads all.</param>
    /// <param name="period">Over how long a row's amounts were summed up; by default told by the times, where there are any, or a minute.</param>
    /// <exception cref="TraceFormatException">A row is bad (the message names source, line and reason), or nothing is offered.</exception>
    public static Trace Read(TextReader reader, string source, string name, int? maxMinutes = null, TimeSpan? period = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var header = reader.ReadLine();
        if (header?.Trim() is "time,records,bytes" or "timestamp,records,bytes")
            return ReadTimes(reader, source, name, maxMinutes, period);
        if (header?.Trim() != Header)
            throw BadRow(source, 1, header is null ? $"the file is empty; the header {Headers} is needed" : $"the header is \"{Shorten(header)}\"; "
                + $"{Headers} is needed");
        if (period is { } given && given != TimeSpan.FromMinutes(1))
            throw new TraceFormatException(
                string.Create(CultureInfo.InvariantCulture, $"{source} has a row a minute, which --period {given.TotalSeconds} contradicts"));

        var minutes = new List<TraceMinute>();
        while (minutes.Count < (maxMinutes ?? int.MaxValue) && reader.ReadLine() is { } row)
            minutes.Add(ReadRow(row, minutes.Count, source));
        if (minutes.Count == 0)
            throw BadRow(source, 2, "no minute follows the header");
        if (minutes.TrueForAll(minute => minute.Shards == 0))
            throw new TraceFormatException($"{source} offers nothing: every minute has 0 records and 0 bytes");
        return new Trace(name, minutes);
    }

    private static Trace ReadTimes(TextReader reader, string source, string name, int? maxMinutes, TimeSpan? period)
    {
        var (times, sums) = (new List<DateTimeOffset>(), new List<PeriodSum>());
        while (reader.ReadLine() is { } row)
        {
            var line = times.Count + 2;
            var fields = row.Split(',');
            if (fields.Length != 3)
                throw BadRow(
                    source, line, $"\"{Shorten(row)}\" has {fields.Length} field{(fields.Length == 1 ? "" : "s")}; time,records,bytes is needed");
            var time = TraceTime.Parse(fields[0])
                ?? throw BadRow(source, line, $"time is \"{Shorten(fields[0])}\"; ISO 8601 such as 2026-11-20T11:05:00Z is needed, or epoch seconds");
            if (times.Count > 0 && time <= times[^1])
                throw BadRow(source, line, $"time is \"{Shorten(fields[0])}\", which is not later than the row before");
            times.Add(time);
            if (!string.IsNullOrWhiteSpace(fields[1]) || !string.IsNullOrWhiteSpace(fields[2]))
                sums.Add(new PeriodSum(time, Amount(fields[1], "records", source, line), Amount(fields[2], "bytes", source, line)));
        }

        if (times.Count == 0)
            throw BadRow(source, 2, "no row follows the header");
        return PeriodSums.ToTrace(sums, period ?? PeriodSums.PeriodOf(times, source), source, name, maxMinutes);
    }

    private static TraceMinute ReadRow(string row, int minute, string source)
    {
        var line = minute + 2;
        Span<Range> fields = stackalloc Range[4];
        var count = row.AsSpan().Split(fields, ',');
        if (count != 3)
        {
            var found = row.Count(character => character == ',') + 1;
            throw BadRow(source, line, $"\"{Shorten(row)}\" has {found} field{(found == 1 ? "" : "s")}; {Header} is needed");
        }

        var number = row.AsSpan(fields[0]).Trim();
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value != minute
            || (number.Length > 1 && number[0] == '0'))
            throw BadRow(source, line, $"minute is \"{Shorten(row[fields[0]])}\", {minute} is next: minutes count from 0 without gaps");
        if (row.AsSpan(fields[1]).Trim().IsEmpty && row.AsSpan(fields[2]).Trim().IsEmpty)
            return TraceMinute.Unknown;
        return new TraceMinute(Amount(row.AsSpan(fields[1]), "records", source, line), Amount(row.AsSpan(fields[2]), "bytes", source, line));
    }

    private static double Amount(ReadOnlySpan<char> text, string name, string source, int line)
    {
        if (!double.TryParse(text, AmountStyles, CultureInfo.InvariantCulture, out var amount) || !double.IsFinite(amount))
            throw BadRow(source, line, $"{name} is \"{Shorten(text.ToString())}\"; a number is needed");
        return amount >= 0 ? amount : throw BadRow(source, line, $"{name} is {text.Trim()}; 0 or more is needed");
    }

    private static TraceFormatException BadRow(string source, int line, string reason) => new($"{source}, line {line}: {reason}");

    // A file that is no text at all must not reach the terminal as control characters.
    private static string Shorten(string text)
    {
        var printable = string.Concat(text.Select(character => char.IsControl(character) ? '?' : character));
        return printable.Length <= 60 ? printable : string.Concat(printable.AsSpan(0, 57), "...");
    }
}
