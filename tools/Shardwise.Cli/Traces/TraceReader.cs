using System.Globalization;
using Shardwise.Scaling.Replay;

namespace Shardwise.Cli.Traces;

/// <summary>
/// Reads traces: CSV with the header <c>minute,records,bytes</c> or <c>time,records,bytes</c>, or a CloudWatch export (<c>.json</c>), plain or gzip
/// (<c>.gz</c>).
/// </summary>
public static class TraceReader
{
    // Two years of minutes of three metrics, as the AWS CLI indents them, are about 200 MB.
    private const long LargestUnpacked = 512 * 1024 * 1024;

    // A hundred times the largest stream of the largest regions; beyond it are slips of the pen, and numbers that no shard count holds.
    private const double MostShards = 1_000_000;

    /// <summary>Reads a trace from a file.</summary>
    /// <param name="path">
    /// The file, or <c>-</c> for standard input. Minutes count from 0 without gaps; records and bytes are non-negative numbers, fractions allowed.
    /// </param>
    /// <param name="maxMinutes">Reads no further than this many minutes; <c>null</c> reads all.</param>
    /// <param name="periodSeconds">Over how many seconds each sum was taken; by default told by the file's times, or a minute.</param>
    /// <param name="tell">Gets a line for each thing that a reader of the figures must know.</param>
    /// <exception cref="InputException">
    /// The file cannot be read, a row is bad (the message names file, line and reason), or it offers nothing.
    /// </exception>
    public static Trace Read(string path, int? maxMinutes = null, int? periodSeconds = null, Action<string>? tell = null)
    {
        if (periodSeconds is < 1)
            throw new InputException(
                string.Create(CultureInfo.InvariantCulture, $"--period is {periodSeconds}; seconds are allowed, such as 60, 300 or 3600"));
        try
        {
            using var reader = Open(path, out var isExport);
            path = InputFile.Called(path);
            TimeSpan? period = periodSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
            var trace = isExport
                ? CloudWatchExport.Read(reader, path, maxMinutes, period, tell ?? (_ => { }))
                : TraceCsv.Read(reader, path, Path.GetFileName(path), maxMinutes, period);
            if (trace.Period > TimeSpan.FromMinutes(1))
                tell?.Invoke(Spread(path, trace.Period, isGiven: period is not null));
            return CheckLoad(trace, path);
        }
        catch (TraceFormatException exception)
        {
            throw new InputException(exception.Message, exception);
        }
        catch (InvalidDataException exception)
        {
            throw new InputException($"{path} ends in .gz and {exception.Message}", exception);
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

    /// <summary>Looks whether what a trace offers is within reason.</summary>
    /// <returns>The trace.</returns>
    /// <exception cref="InputException">It is not.</exception>
    internal static Trace CheckLoad(Trace trace, string source)
    {
        var most = trace.Shards.Max();
        return most <= MostShards
            ? trace
            : throw new InputException(string.Create(
                CultureInfo.InvariantCulture,
                $"{source} offers {most:G3} shards' load in minute {trace.Shards.ToList().IndexOf(most)}; at most {MostShards:N0} are allowed"));
    }

    private static string Spread(string path, TimeSpan period, bool isGiven) => string.Create(
        CultureInfo.InvariantCulture,
        $"{path} has sums of {period.TotalMinutes:0} minutes, as {(isGiven ? "--period says" : "its times tell")}: "
        + $"each is spread evenly over its minutes, so that the peaks within are not seen");

    private static bool IsMetricExport(string path) =>
        path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".json.gz", StringComparison.OrdinalIgnoreCase);

    private static StreamReader Open(string path, out bool isExport)
    {
        isExport = IsMetricExport(path);
        if (path == InputFile.Hyphen)
            return OpenStandardInput(out isExport);
        var file = File.OpenRead(path);
        if (!path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            return new StreamReader(file);
        using (file)
        {
            return new StreamReader(GzipMembers.Unpack(file, LargestUnpacked));
        }
    }

    // What has no name is told by its first bytes.
    private static StreamReader OpenStandardInput(out bool isExport)
    {
        Stream input = new BufferedStream(InputFile.Open(InputFile.Hyphen));
        var bytes = new MemoryStream();
        input.CopyTo(bytes);
        bytes.Position = 0;
        var isPacked = bytes.Length > 1 && bytes.GetBuffer() is [0x1F, 0x8B, ..];
        Stream text = isPacked ? GzipMembers.Unpack(bytes, LargestUnpacked) : bytes;
        var reader = new StreamReader(text);
        while (char.IsWhiteSpace((char)Math.Max(reader.Peek(), 0)))
            _ = reader.Read();
        isExport = reader.Peek() is '{' or '[';
        return reader;
    }
}
