using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Shardwise.Benchmarks.Local;

/// <summary>What is asked of each service. Every stream has four shards; every record a key of its own.</summary>
internal static class LocalWork
{
    private const int BatchRecords = 500;

    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(20);

    public static async Task CreateAsync(Uri endpoint, string stream)
    {
        using var client = new LocalClient(endpoint);
        await client.CallAsync("CreateStream", Encoding.UTF8.GetBytes($$"""{"StreamName":"{{stream}}","ShardCount":4}"""));
        while (!Encoding.UTF8.GetString((await client.CallAsync("DescribeStreamSummary", Encoding.UTF8.GetBytes($$"""{"StreamName":"{{stream}}"}"""))).Span).Contains("\"ACTIVE\"", StringComparison.Ordinal))
            await Task.Delay(10);
    }

    /// <summary>Records a second: over all, over the first 10,000 and over the last.</summary>
    public static async Task<PutRates> PutRecordsAsync(Uri endpoint, string stream, int records, int bytes, int clients, TimeSpan limit)
    {
        var bodies = Bodies(stream, bytes);
        var (calls, each) = (records / BatchRecords, 10_000 / BatchRecords);
        var done = new long[calls];
        var next = -1;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            using var client = new LocalClient(endpoint);
            for (var call = Interlocked.Increment(ref next); call < calls && watch.Elapsed < limit; call = Interlocked.Increment(ref next))
            {
                var answer = await client.CallAsync("PutRecords", bodies[call % bodies.Length]);
                if (answer.Span.IndexOf("\"FailedRecordCount\":0"u8) < 0)
                    throw new InvalidOperationException("A record was refused.");
                done[call] = watch.ElapsedTicks;
            }
        })));
        var times = done.Where(at => at > 0).Order().ToArray();
        double Rate(int from, int to) =>
            (to - from) * (double)BatchRecords * Stopwatch.Frequency / (times[to - 1] - (from == 0 ? 0 : times[from - 1]));
        return new PutRates(times.Length * BatchRecords, Rate(0, times.Length), Rate(0, Math.Min(each, times.Length)),
            Rate(Math.Max(0, times.Length - each), times.Length));
    }

    /// <summary>PutRecord of 1 KiB: the times of single calls one after the other, in ms, and the rate of sixteen at once; twenty seconds of each at most.</summary>
    public static async Task<(double Middle, double Slow, double Rate)> PutRecordAsync(Uri endpoint, string stream, int calls)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"StreamName":"{{stream}}","PartitionKey":"key","Data":"{{Convert.ToBase64String(new byte[1_024])}}"}""");
        var times = await OneByOneAsync(endpoint, body, calls);
        var (watch, done) = (Stopwatch.StartNew(), 0);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            using var one = new LocalClient(endpoint);
            for (var i = 0; i < calls / 4 && watch.Elapsed < MostTime; i++)
            {
                await one.CallAsync("PutRecord", body);
                Interlocked.Increment(ref done);
            }
        })));
        return (times[times.Count / 2], times[times.Count * 99 / 100], done / watch.Elapsed.TotalSeconds);
    }

    private static async Task<List<double>> OneByOneAsync(Uri endpoint, byte[] body, int calls)
    {
        using var client = new LocalClient(endpoint);
        var (times, watch) = (new List<double>(), Stopwatch.StartNew());
        // The first quarter warms up.
        for (var i = -calls / 4; i < calls && (times.Count == 0 || watch.Elapsed < MostTime); i++)
        {
            var start = Stopwatch.GetTimestamp();
            await client.CallAsync("PutRecord", body);
            if (i >= 0)
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        times.Sort();
        return times;
    }

    /// <summary>Reads all shards, one after the other; records a second.</summary>
    public static async Task<(int Records, double Rate)> GetRecordsAsync(Uri endpoint, string stream)
    {
        using var client = new LocalClient(endpoint);
        var records = 0;
        var watch = Stopwatch.StartNew();
        for (var shard = 0; shard < 4; shard++)
        {
            var iterator = Text((await client.CallAsync("GetShardIterator", Encoding.UTF8.GetBytes(
                $$"""{"StreamName":"{{stream}}","ShardId":"shardId-{{shard:D12}}","ShardIteratorType":"TRIM_HORIZON"}"""))).Span, "ShardIterator");
            while (iterator is not null)
            {
                var page = await client.CallAsync("GetRecords", Encoding.UTF8.GetBytes($$"""{"ShardIterator":"{{iterator}}"}"""));
                var count = Count(page.Span);
                records += count;
                iterator = count == 0 ? null : Text(page.Span, "NextShardIterator");
            }
        }

        return (records, records / watch.Elapsed.TotalSeconds);
    }

    private static byte[][] Bodies(string stream, int bytes)
    {
        var random = new Random(5);
        var data = new byte[bytes];
        return [.. Enumerable.Range(0, 8).Select(batch => Encoding.UTF8.GetBytes(
            $$"""{"StreamName":"{{stream}}","Records":[{{string.Join(",", Enumerable.Range(0, BatchRecords).Select(i =>
            {
                random.NextBytes(data);
                return $$"""{"Data":"{{Convert.ToBase64String(data)}}","PartitionKey":"key-{{batch}}-{{i}}"}""";
            }))}}]}"""))];
    }

    // Without a document: the client's time would be the larger part.
    private static int Count(ReadOnlySpan<byte> page)
    {
        var count = 0;
        for (var at = page.IndexOf("\"SequenceNumber\""u8); at >= 0; at = page.IndexOf("\"SequenceNumber\""u8))
        {
            count++;
            page = page[(at + 16)..];
        }

        return count;
    }

    private static string? Text(ReadOnlySpan<byte> json, string name)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.ValueTextEquals(name))
            {
                reader.Read();
                return reader.GetString();
            }

            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1)
            {
                reader.Read();
                reader.Skip();
            }
        }

        return null;
    }
}
