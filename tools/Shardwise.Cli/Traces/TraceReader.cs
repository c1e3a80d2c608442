using System.IO.Compression;
using Shardwise.Scaling.Replay;

namespace Shardwise.Cli.Traces;

/// <summary>Reads traces: CSV with the header <c>minute,records,bytes</c>, or a CloudWatch export (<c>.json</c>), plain or gzip (<c>.gz</c>).</summary>
public static class TraceReader
{
    /// <summary>Reads a trace from a file.</summary>
    /// <param name="path">The file. Minutes count from 0 without gaps; records and bytes are non-negative numbers, fractions allowed.</param>
    /// <param name="maxMinutes">Reads no further than this many minutes; <c>null</c> reads all.</param>
    /// <exception cref="InputException">The file cannot be read, a row is bad (the message names file, line and reason), or it offers nothing.</exception>
    public static Trace Read(string path, int? maxMinutes = null)
    {
        try
        {
            using var reader = Open(path);
            return IsMetricExport(path) ? CloudWatchExport.Read(reader, path, maxMinutes) : TraceCsv.Read(reader, path, Path.GetFileName(path), maxMinutes);
        }
        catch (TraceFormatException exception)
        {
            throw new InputException(exception.Message, exception);
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

    private static bool IsMetricExport(string path) =>
        path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".json.gz", StringComparison.OrdinalIgnoreCase);

    private static StreamReader Open(string path)
    {
        Stream file = File.OpenRead(path);
        return new StreamReader(path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file);
    }
}
