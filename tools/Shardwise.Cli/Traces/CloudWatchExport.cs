using System.Globalization;
using System.Text.Json;
using Shardwise.Scaling.Replay;

namespace Shardwise.Cli.Traces;

/// <summary>
/// Reads the JSON of <c>aws cloudwatch get-metric-data</c> with the sums of IncomingBytes, IncomingRecords and, where there is any,
/// WriteProvisionedThroughputExceeded of one stream, by the minute. A minute without both of the first two is unknown, not idle.
/// </summary>
internal static class CloudWatchExport
{
    private const int MostMinutes = 2 * 366 * 1_440;

    public static Trace Read(TextReader reader, string path, int? maxMinutes)
    {
        try
        {
            using var document = JsonDocument.Parse(reader.ReadToEnd());
            return Read(document.RootElement, path, maxMinutes);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new InputException($"{path} is not the JSON of get-metric-data: MetricDataResults with Label, Timestamps and Values is needed", exception);
        }
    }

    private static Trace Read(JsonElement root, string path, int? maxMinutes)
    {
        var bytes = Series(root, "IncomingBytes");
        var records = Series(root, "IncomingRecords");
        var throttled = Series(root, "WriteProvisionedThroughputExceeded");
        if (bytes.Count == 0 || records.Count == 0)
            throw new InputException($"{path} has no values of {(bytes.Count == 0 ? "IncomingBytes" : "IncomingRecords")}; both IncomingBytes and IncomingRecords are needed");

        var first = Math.Min(bytes.Keys.Min(), records.Keys.Min());
        var count = Math.Max(bytes.Keys.Max(), records.Keys.Max()) - first + 1;
        if (count > MostMinutes)
            throw new InputException($"{path} spans {count} minutes; at most {MostMinutes} are allowed");
        return new Trace(Path.GetFileName(path), [.. Enumerable.Range(0, (int)Math.Min(count, maxMinutes ?? count)).Select(minute =>
            bytes.TryGetValue(first + minute, out var size) && records.TryGetValue(first + minute, out var count)
                ? OfferedTraffic.Of(size, count, throttled.GetValueOrDefault(first + minute))
                : TraceMinute.Unknown)]);
    }

    private static Dictionary<long, double> Series(JsonElement root, string metric)
    {
        var sums = new Dictionary<long, double>();
        foreach (var result in root.GetProperty("MetricDataResults").EnumerateArray())
        {
            if (!IsFor(result, metric))
                continue;
            var values = result.GetProperty("Values").EnumerateArray().Select(value => value.GetDouble());
            var times = result.GetProperty("Timestamps").EnumerateArray().Select(MinuteOf);
            foreach (var (minute, value) in times.Zip(values))
                sums[minute] = sums.GetValueOrDefault(minute) + value;
        }

        return sums;
    }

    private static bool IsFor(JsonElement result, string metric) => ((string[])["Label", "Id"]).Any(name =>
        result.TryGetProperty(name, out var text) && text.GetString()?.Contains(metric, StringComparison.OrdinalIgnoreCase) == true);

    private static long MinuteOf(JsonElement time) => time.ValueKind == JsonValueKind.Number
        ? (long)(time.GetDouble() / 60)
        : DateTimeOffset.Parse(time.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeSeconds() / 60;
}
