using System.Globalization;
using System.IO.Compression;

namespace Shardwise.Cli.Traces;

/// <summary>Reads traces: CSV with the header <c>minute,records,bytes</c>, plain or gzip (by the name's <c>.gz</c>).</summary>
public static class TraceReader
{
    private const string Header = "minute,records,bytes";

    /// <summary>Reads a trace from a file.</summary>
    /// <param name="path">The file. Minutes count from 0 without gaps; records and bytes are non-negative numbers, fractions allowed.</param>
    /// <param name="maxMinutes">Reads no further than this many minutes; <c>null</c> reads all.</param>
    /// <exception cref="InputException">The file cannot be read, a row is bad (the message names file, line and reason), or it offers nothing.</exception>
    public static Trace Read(string path, int? maxMinutes = null)
    {
        try
        {
            using var reader = Open(path);
            return Read(reader, path, maxMinutes);
        }
        catch (InvalidDataException exception)
        {
            throw new InputException($"{path} ends in .gz and is not gzip data, or is damaged", exception);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"the trace {path} does not exist", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"the trace {path} cannot be read (is it a readable file?)", exception);
        }
    }

    private static StreamReader Open(string path)
    {
        Stream file = File.OpenRead(path);
        return new StreamReader(path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file);
    }

    private static Trace Read(StreamReader reader, string path, int? maxMinutes)
    {
        var header = reader.ReadLine();
        if (header?.Trim() != Header)
        {
            throw BadRow(path, 1, header is null ? $"the file is empty; the header {Header} is needed" : $"the header is \"{Shorten(header)}\"; {Header} is needed");
        }

        var minutes = new List<TraceMinute>();
        while (minutes.Count < (maxMinutes ?? int.MaxValue) && reader.ReadLine() is { } row)
        {
            minutes.Add(ReadRow(row, minutes.Count, path));
        }

        if (minutes.Count == 0)
        {
            throw BadRow(path, 2, "no minute follows the header");
        }

        if (minutes.TrueForAll(minute => minute.Shards == 0))
        {
            throw new InputException($"{path} offers nothing: every minute has 0 records and 0 bytes");
        }

        return new Trace(Path.GetFileName(path), minutes);
    }

    private static TraceMinute ReadRow(string row, int minute, string path)
    {
        var line = minute + 2;
        var fields = row.Split(',');
        if (fields.Length != 3)
        {
            throw BadRow(path, line, $"\"{Shorten(row)}\" has {fields.Length} field{(fields.Length == 1 ? "" : "s")}; {Header} is needed");
        }

        if (fields[0].Trim() != minute.ToString(CultureInfo.InvariantCulture))
        {
            throw BadRow(path, line, $"minute is \"{Shorten(fields[0])}\", {minute} is next: minutes count from 0 without gaps");
        }

        return new TraceMinute(ReadAmount(fields[1], "records", path, line), ReadAmount(fields[2], "bytes", path, line));
    }

    private static double ReadAmount(string text, string name, string path, int line)
    {
        const NumberStyles Styles = NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite | NumberStyles.AllowLeadingSign
            | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!double.TryParse(text, Styles, CultureInfo.InvariantCulture, out var amount) || !double.IsFinite(amount))
        {
            throw BadRow(path, line, $"{name} is \"{Shorten(text)}\"; a number is needed");
        }

        return amount >= 0 ? amount : throw BadRow(path, line, $"{name} is {text.Trim()}; 0 or more is needed");
    }

    private static InputException BadRow(string path, int line, string reason) => new($"{path}, line {line}: {reason}");

    // A file that is no text at all must not reach the terminal as control characters.
    private static string Shorten(string text)
    {
        var printable = string.Concat(text.Select(character => char.IsControl(character) ? '?' : character));
        return printable.Length <= 60 ? printable : string.Concat(printable.AsSpan(0, 57), "...");
    }
}
