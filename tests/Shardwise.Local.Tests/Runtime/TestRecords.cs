using System.Globalization;
using System.Text;
using System.Text.Json;
using Shardwise.Local.EventSources;
using Shardwise.Local.Functions;

namespace Shardwise.Local.Tests.Runtime;

internal static class TestRecords
{
    public static readonly DateTimeOffset Arrival = new(2026, 11, 20, 12, 0, 0, 987, TimeSpan.Zero);

    /// <summary>Records with sequence numbers 1, 2, 3 and so on, each a minute older than the next.</summary>
    public static List<StreamRecord> Make(int count) => [.. Enumerable.Range(1, count).Select(number => Record(number, Arrival.AddMinutes(number - count)))];

    public static InvocationResult Answered(string json) => new() { Succeeded = true, Payload = Encoding.UTF8.GetBytes(json) };

    public static string Numbers(IReadOnlyList<StreamRecord>? records) => records is null ? "-" : string.Join(",", records.Select(record => record.SequenceNumber));

    private static StreamRecord Record(int number, DateTimeOffset arrival) => new(
        number.ToString(CultureInfo.InvariantCulture), "key \"1\"", JsonDocument.Parse($"\"{Convert.ToBase64String([0xfb, 0xff, (byte)number])}\"").RootElement, arrival);
}
