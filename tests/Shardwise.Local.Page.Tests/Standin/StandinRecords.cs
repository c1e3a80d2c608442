using System.Globalization;
using System.IO.Compression;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;
using Shardwise.Kpl;

namespace Shardwise.Local.Page.Tests.Standin;

/// <summary>Records of all the kinds that a page has to show, as many as are asked for.</summary>
internal static class StandinRecords
{
    /// <summary>Markup that would run, were it ever taken for markup.</summary>
    public const string Hostile = """<img src=x onerror="window.harmed=1"><script>window.harmed=2</script>""";

    // As the service's: the count of a record stands above the lowest 80 bits.
    private static readonly BigInteger First = BigInteger.Parse("49590338271490256608559692538361571095921575989136588898", CultureInfo.InvariantCulture);

    public static StandinRecord[] Make(int count, int shards, DateTimeOffset from) =>
        [.. Enumerable.Range(0, count).Select(number => new StandinRecord(
            $"shardId-{number % shards:D12}",
            (First + (new BigInteger(number) << 80)).ToString(CultureInfo.InvariantCulture),
            number % 1000 == 1 ? Hostile : $"customer-{number % 977}",
            from + TimeSpan.FromMilliseconds(number),
            Data(number)))];

    public static JsonObject Json(StandinRecord record)
    {
        bool isText = !Kind(record.Data) && System.Text.Unicode.Utf8.IsValid(record.Data);
        return new JsonObject
        {
            ["shard"] = record.Shard,
            ["sequenceNumber"] = record.SequenceNumber,
            ["partitionKey"] = record.PartitionKey,
            ["arrivedAt"] = record.ArrivedAt,
            ["size"] = record.Data.Length,
            ["text"] = isText ? Encoding.UTF8.GetString(record.Data) : null,
            ["data"] = Convert.ToBase64String(record.Data),
        };
    }

    public static byte[] Aggregate(int number)
    {
        var builder = new AggregatedRecordBuilder();
        for (int place = 0; place < 3; place++)
        {
            builder.TryAdd($"user-{place}", Encoding.UTF8.GetBytes($$"""{"order":{{number}},"place":{{place}},"amount":12345678901234567890.10}"""), place == 2 ? "42" : null);
        }

        return builder.Build().Data;
    }

    public static byte[] Gzip(string text)
    {
        var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return output.ToArray();
    }

    private static bool Kind(byte[] data) => data is [0xF3, ..] or [0x1F, 0x8B, ..];

    private static byte[] Data(int number) => (number % 10) switch
    {
        0 => Aggregate(number),
        1 => Encoding.UTF8.GetBytes(Hostile),
        2 => Gzip($$"""{"number":{{number}},"packed":true}"""),
        3 => [0xFF, 0xFE, 0, (byte)number],
        _ => Encoding.UTF8.GetBytes($$"""{"number":{{number}},"customer":"customer-{{number % 977}}","items":[{"sku":"A-{{number % 13}}","quantity":{{1 + (number % 4)}}}],"total":{{number * 37 % 20000}}}"""),
    };
}
