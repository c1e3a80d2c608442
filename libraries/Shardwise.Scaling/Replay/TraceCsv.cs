using System.Globalization;

namespace Shardwise.Scaling.Replay;

/// <summary>
/// Reads traces: CSV with the header <c>minute,records,bytes</c>, one row a minute, counted from 0 without gaps. A row with both amounts
/// empty (<c>17,,</c>) is a minute that nothing is known of.
/// </summary>
public static class TraceCsv
{
    private const string Header = "minute,records,bytes";

    private const NumberStyles AmountStyles = NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite | NumberStyles.AllowLeadingSign
        | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Reads a trace.</summary>
    /// <param name="reader">The text, already unpacked.</param>
    /// <param name="source">What messages call the text: a path.</param>
    /// <param name="name">The trace's name.</param>
    /// <param name="maxMinutes">Reads no further than this many minutes; <c>null</c> reads all.</param>
    /// <exception cref="TraceFormatException">A row is bad (the message names source, line and reason), or nothing is offered.</exception>
    public static Trace Read(TextReader reader, string source, string name, int? maxMinutes = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var header = reader.ReadLine();
        if (header?.Trim() != Header)
            throw BadRow(source, 1, header is null ? $"the file is empty; the header {Header} is needed" : $"the header is \"{Shorten(header)}\"; {Header} is needed");

        var minutes = new List<TraceMinute>();
        while (minutes.Count < (maxMinutes ?? int.MaxValue) && reader.ReadLine() is { } row)
            minutes.Add(ReadRow(row, minutes.Count, source));
        if (minutes.Count == 0)
            throw BadRow(source, 2, "no minute follows the header");
        if (minutes.TrueForAll(minute => minute.Shards == 0))
            throw new TraceFormatException($"{source} offers nothing: every minute has 0 records and 0 bytes");
        return new Trace(name, minutes);
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
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value != minute || (number.Length > 1 && number[0] == '0'))
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
