using System.Text;
using System.Text.Json;

namespace Shardwise.Cli.Tail;

/// <summary>Takes payloads out of what they were put into.</summary>
internal static class TailUnpacker
{
    // A record takes 10 MiB at most; what is packed better than this is no log.
    private const long LargestUnpacked = 256 * 1024 * 1024;

    private static readonly long MostMilliseconds = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() + 1;

    /// <summary>The names of the ways, as an option has them.</summary>
    public static readonly IReadOnlyDictionary<string, TailUnpack> Names = new Dictionary<string, TailUnpack>(StringComparer.Ordinal)
    {
        ["gzip"] = TailUnpack.Gzip, ["cloudwatch-logs"] = TailUnpack.CloudWatchLogs,
    };

    /// <summary>What a payload holds; the payload itself where it is of another kind.</summary>
    public static IEnumerable<TailItem> Unpack(ReadOnlyMemory<byte> payload, TailUnpack from)
    {
        if (from == TailUnpack.None || !GzipMembers.Begin(payload.Span))
            return [new TailItem(payload)];
        byte[] unpacked;
        try
        {
            unpacked = GzipMembers.Unpack(new MemoryStream(payload.ToArray()), LargestUnpacked).ToArray();
        }
        catch (InvalidDataException exception)
        {
            return [new TailItem(payload) { Broken = $"gzip that {exception.Message}" }];
        }

        return from == TailUnpack.CloudWatchLogs && LogEvents(unpacked) is { } events ? events : [new TailItem(unpacked)];
    }

    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html: a control message only asks whether anybody is there.
    private static List<TailItem>? LogEvents(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Text(document.RootElement, "messageType") switch
            {
                "CONTROL_MESSAGE" => [],
                "DATA_MESSAGE" => [.. document.RootElement.GetProperty("logEvents").EnumerateArray().Select(found => new TailItem(MessageOf(found))
                {
                    Origin = new LogOrigin(
                        Text(document.RootElement, "logGroup"), Text(document.RootElement, "logStream"), Text(found, "id"),
                        found.TryGetProperty("timestamp", out var time) && time.TryGetDouble(out var epoch) ? TimeOf(epoch) : null),
                })],
                _ => null,
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static byte[] MessageOf(JsonElement found) => Encoding.UTF8.GetBytes(found.GetProperty("message").GetString() ?? "");

    private static DateTimeOffset? TimeOf(double milliseconds) =>
        milliseconds >= 0 && milliseconds < MostMilliseconds ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds) : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
