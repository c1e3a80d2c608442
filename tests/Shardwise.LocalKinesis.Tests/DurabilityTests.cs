using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Shardwise.LocalKinesis.Streams;
using Xunit.Abstractions;

namespace Shardwise.LocalKinesis.Tests;

public sealed class DurabilityTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("shardwise-durable-").FullName;
    private readonly ConcurrentDictionary<string, string> _acknowledged = new();
    private readonly Random _random = new(11);
    private int _number;

    [Fact]
    public async Task Everything_comes_back_after_an_orderly_end()
    {
        var options = new LocalKinesisOptions { DataDirectory = _data, StateChangeDuration = TimeSpan.Zero, SplitMergeDuration = TimeSpan.Zero };
        string before;
        await using (var kinesis = await LocalKinesis.StartAsync(options))
        {
            await kinesis.CreateStreamAsync("orders", shards: 2);
            using var wire = new Wire(kinesis.Endpoint);
            await wire.CallAsync("AddTagsToStream", """{"StreamName":"orders","Tags":{"a":"b"}}""");
            await wire.CallAsync("IncreaseStreamRetentionPeriod", """{"StreamName":"orders","RetentionPeriodHours":48}""");
            await wire.CallAsync("RegisterStreamConsumer", """{"StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/orders","ConsumerName":"c"}""");
            await wire.CallAsync("PutRecord", """{"StreamName":"orders","PartitionKey":"a","Data":"YQ=="}""");
            await wire.CallAsync("SplitShard", """{"StreamName":"orders","ShardToSplit":"0","NewStartingHashKey":"1000"}""");
            await wire.CallAsync("PutRecord", $$"""{"StreamName":"orders","PartitionKey":"a","Data":"{{Convert.ToBase64String(new byte[1_000_000])}}"}""");
            await kinesis.CreateStreamAsync("gone");
            await wire.CallAsync("DeleteStream", """{"StreamName":"gone"}""");
            before = await TellAsync(wire);
        }

        await using var again = await LocalKinesis.StartAsync(options);
        using var second = new Wire(again.Endpoint);

        Assert.Empty(again.Recovered);
        Assert.DoesNotContain(Directory.GetDirectories(_data, "*", SearchOption.AllDirectories), folder =>
            Path.GetFileName(folder).StartsWith("gone", StringComparison.Ordinal));
        Assert.Equal(before, await TellAsync(second));
        Assert.Equal([1, 1_000_000], again.Records("orders").Select(record => record.Data.Length).Order());
        var last = again.Records("orders").Select(record => record.SequenceNumber).Max(StringComparer.Ordinal);
        var next = (await second.CallAsync("PutRecord", """{"StreamName":"orders","PartitionKey":"a","Data":"YQ=="}"""))["SequenceNumber"]!.GetValue<string>();
        Assert.True(string.CompareOrdinal(last, next) < 0);
    }

    [Fact]
    public async Task A_half_written_record_is_cut_off_and_said()
    {
        var options = new LocalKinesisOptions { DataDirectory = _data };
        await using (var kinesis = await LocalKinesis.StartAsync(options))
        {
            await kinesis.CreateStreamAsync("orders");
            using var wire = new Wire(kinesis.Endpoint);
            await wire.CallAsync("PutRecord", """{"StreamName":"orders","PartitionKey":"a","Data":"YQ=="}""");
            await wire.CallAsync("PutRecord", """{"StreamName":"orders","PartitionKey":"b","Data":"YQ=="}""");
        }

        var file = Assert.Single(Directory.GetFiles(_data, "*.log", SearchOption.AllDirectories));
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);

        await using var again = await LocalKinesis.StartAsync(options);

        Assert.Equal($"{file}: cut 22 bytes off its end, after record 0: a record that was not written whole", Assert.Single(again.Recovered));
        Assert.Equal("a", Assert.Single(again.Records("orders")).PartitionKey);
    }

    [Fact]
    public async Task One_folder_is_one_local_Kinesis()
    {
        var options = new LocalKinesisOptions { DataDirectory = _data };
        await using var first = await LocalKinesis.StartAsync(options);

        var refused = await Assert.ThrowsAsync<LocalKinesisException>(() => LocalKinesis.StartAsync(options));

        Assert.Equal($"The data directory {_data} cannot be used, or another local Kinesis uses it.", refused.Message);
    }

    [Fact]
    public async Task Killed_at_any_point_under_load_it_comes_back_with_each_acknowledged_record_once_and_in_order()
    {
        // 200 when asked for, as for docs/performance.md; fewer in the suite, which has a minute for all.
        var kills = int.Parse(Environment.GetEnvironmentVariable("SHARDWISE_KILLS") ?? "30", CultureInfo.InvariantCulture);
        var cut = 0;
        for (var kill = 0; kill < kills; kill++)
        {
            using var child = Start();
            var endpoint = await EndpointAsync(child, line => cut++);
            using var wire = new Wire(endpoint);
            if (kill == 0)
            {
                await wire.CallAsync("CreateStream", """{"StreamName":"orders","ShardCount":4}""");
            }

            await LoadUntilKilledAsync(child, wire, kill);
            await child.WaitForExitAsync();
        }

        await using var kinesis = await LocalKinesis.StartAsync(new LocalKinesisOptions { DataDirectory = _data });
        cut += kinesis.Recovered.Count;
        var records = kinesis.Records("orders");
        var byNumber = records.ToDictionary(record => $"{record.ShardId} {record.SequenceNumber}", record => record.PartitionKey!);
        output.WriteLine($"{kills} kills, {_acknowledged.Count} records acknowledged, {records.Count} there, {cut} files cut, {kinesis.Find("orders")!.Shards.Count} shards");
        Assert.All(_acknowledged, acknowledged => Assert.Equal(acknowledged.Key, byNumber[acknowledged.Value]));
        // Not acknowledged may be there too: the answer was what the kill took. But nothing is there twice.
        Assert.Equal(records.Count, records.Select(record => record.PartitionKey).Distinct().Count());
        Assert.NotEmpty(_acknowledged);
        AssertShardsAreWhole(kinesis.Find("orders")!, records);
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private static async Task<string> TellAsync(Wire wire)
    {
        var told = new List<string>();
        foreach (var (operation, body) in ((string, string)[])[
            ("ListStreams", "{}"), ("DescribeStream", """{"StreamName":"orders"}"""), ("DescribeStreamSummary", """{"StreamName":"orders"}"""), ("ListTagsForStream", """{"StreamName":"orders"}"""),
            ("ListStreamConsumers", """{"StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/orders"}""")])
        {
            told.Add((await wire.CallAsync(operation, body)).ToJsonString());
        }

        return string.Join("\n", told);
    }

    private static void AssertShardsAreWhole(StreamSnapshot stream, IReadOnlyList<LocalRecord> records)
    {
        var open = stream.Shards.Where(shard => shard.IsOpen).OrderBy(shard => shard.StartingHashKey).ToArray();
        Assert.Equal((UInt128.Zero, UInt128.MaxValue), (open[0].StartingHashKey, open[^1].EndingHashKey));
        Assert.All(open.Zip(open.Skip(1)), pair => Assert.Equal(pair.First.EndingHashKey + 1, pair.Second.StartingHashKey));
        foreach (var shard in records.GroupBy(record => record.ShardId))
        {
            var counters = shard.Select(record => SequenceNumber.Parse(record.SequenceNumber)!.Value.Counter).ToArray();
            Assert.Equal(Enumerable.Range(1, counters.Length).Select(counter => (long)counter), counters);
        }
    }

    private Process Start()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardInput = true };
        start.ArgumentList.Add(typeof(Program).Assembly.Location);
        start.ArgumentList.Add(_data);
        start.Environment["DOTNET_TieredPGO"] = "0";
        return Process.Start(start)!;
    }

    private static async Task<Uri> EndpointAsync(Process child, Action<string> cut)
    {
        while (await child.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("cut ", StringComparison.Ordinal))
            {
                cut(line);
            }
            else if (line.StartsWith("at ", StringComparison.Ordinal))
            {
                return new Uri(line[3..]);
            }
        }

        throw new InvalidOperationException("The local Kinesis did not come back.");
    }

    private async Task LoadUntilKilledAsync(Process child, Wire wire, int kill)
    {
        var writers = Enumerable.Range(0, 3).Select(_ => Task.Run(() => WriteAsync(wire))).ToArray();
        if (kill % 5 == 4)
        {
            // A reshard that the kill may hit in its middle.
            await wire.SendAsync("UpdateShardCount", $$"""{"StreamName":"orders","ScalingType":"UNIFORM_SCALING","TargetShardCount":{{3 + (kill % 3)}}}""").ContinueWith(_ => { }, TaskScheduler.Default);
        }

        await Task.Delay(_random.Next(0, 80));
        child.Kill();
        await Task.WhenAll(writers);
    }

    private async Task WriteAsync(Wire wire)
    {
        try
        {
            while (true)
            {
                var keys = Enumerable.Range(0, 20).Select(_ => $"r{Interlocked.Increment(ref _number)}").ToArray();
                var data = Convert.ToBase64String(new byte[Random.Shared.Next(0, 3_000)]);
                var reply = await wire.CallAsync("PutRecords", $$"""{"StreamName":"orders","Records":[{{string.Join(",", keys.Select(key => $$"""{"PartitionKey":"{{key}}","Data":"{{data}}"}"""))}}]}""");
                for (var i = 0; i < keys.Length; i++)
                {
                    _acknowledged[keys[i]] = $"{reply["Records"]![i]!["ShardId"]} {reply["Records"]![i]!["SequenceNumber"]}";
                }
            }
        }
        catch (HttpRequestException)
        {
            // Killed.
        }
    }
}
