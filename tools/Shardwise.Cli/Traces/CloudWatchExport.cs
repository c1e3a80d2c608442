using System.Text.Json;
using Shardwise.Scaling.Replay;

namespace Shardwise.Cli.Traces;

/// <summary>
/// Reads the JSON of <c>aws cloudwatch get-metric-data</c> with the sums of IncomingBytes, IncomingRecords and, where there is any,
/// WriteProvisionedThroughputExceeded of one stream, over periods of any length. A period without both of the first two is unknown, not idle.
/// </summary>
internal static class CloudWatchExport
{
    private const string Bytes = "IncomingBytes";
    private const string Records = "IncomingRecords";
    private const string Throttled = "WriteProvisionedThroughputExceeded";

    public static Trace Read(TextReader reader, string path, int? maxMinutes, TimeSpan? period, Action<string> tell)
    {
        try
        {
            using var document = JsonDocument.Parse(reader.ReadToEnd());
            return Read(document.RootElement, path, maxMinutes, period, tell);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new InputException(
                $"{path} is not the JSON of get-metric-data: MetricDataResults with Label, Timestamps and Values is needed", exception);
        }
    }

    private static Trace Read(JsonElement root, string path, int? maxMinutes, TimeSpan? period, Action<string> tell)
    {
        var bytes = Series(root, Bytes, path, tell);
        var records = Series(root, Records, path, tell);
        var throttled = Series(root, Throttled, path, tell);
        if (bytes.Count == 0 || records.Count == 0)
            throw new InputException($"{path} has no values of {(bytes.Count == 0 ? Bytes : Records)}; both {Bytes} and {Records} are needed");
        if (root.TryGetProperty("NextToken", out var next) && next.ValueKind == JsonValueKind.String && next.GetString()!.Length > 0)
            tell($"{path} is one page of more: it has a NextToken, and what the other pages hold is missing here");

        period ??= PeriodSums.PeriodOf(bytes.Keys.Concat(records.Keys), path);
        PeriodSum[] sums = [.. bytes.Where(sum => records.ContainsKey(sum.Key)).Select(sum =>
        {
            var offered = OfferedTraffic.Of(sum.Value, records[sum.Key], throttled.GetValueOrDefault(sum.Key));
            return new PeriodSum(sum.Key, offered.Records, offered.Bytes);
        })];
        return sums.Length > 0
            ? PeriodSums.ToTrace(sums, period.Value, path, Path.GetFileName(path), maxMinutes)
            : throw new InputException($"{path} has no period with both {Bytes} and {Records}");
    }

    private static Dictionary<DateTimeOffset, double> Series(JsonElement root, string metric, string path, Action<string> tell)
    {
        var sums = new Dictionary<DateTimeOffset, double>();
        foreach (var result in root.GetProperty("MetricDataResults").EnumerateArray().Where(result => IsFor(result, metric)))
        {
            TellStatus(result, metric, path, tell);
            var times = result.GetProperty("Timestamps").EnumerateArray().Select(TimeOf).ToList();
            var values = result.GetProperty("Values").EnumerateArray().Select(value => value.GetDouble()).ToList();
            if (times.Count != values.Count)
                throw new InputException($"{path} has {times.Count} Timestamps and {values.Count} Values of {metric}; as many of each are needed");
            foreach (var (time, value) in times.Zip(values))
            {
                sums[time] = value >= 0 && double.IsFinite(value)
                    ? sums.GetValueOrDefault(time) + value
                    : throw new InputException(FormattableString.Invariant($"{path} has {value} as a value of {metric}; 0 or more is needed"));
            }
        }

        return sums;
    }

    private static void TellStatus(JsonElement result, string metric, string path, Action<string> tell)
    {
        switch (result.TryGetProperty("StatusCode", out var status) ? status.GetString() : null)
        {
            case "PartialData":
                tell($"{path} has {metric} with StatusCode PartialData: some of its values are missing, and their minutes count as unknown");
                break;
            case "InternalError" or "Forbidden":
                throw new InputException($"{path} has {metric} with StatusCode {status.GetString()}: CloudWatch did not tell it; ask again");
        }
    }

    private static bool IsFor(JsonElement result, string metric) => ((string[])["Label", "Id"]).Any(name =>
        result.TryGetProperty(name, out var text) && text.GetString()?.Contains(metric, StringComparison.OrdinalIgnoreCase) == true);

    private static DateTimeOffset TimeOf(JsonElement time) =>
        (time.ValueKind == JsonValueKind.Number ? TraceTime.OfEpoch(time.GetDouble()) : TraceTime.Parse(time.GetString() ?? ""))
        ?? throw new FormatException("This is no time.");
}
