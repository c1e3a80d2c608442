using System.Text;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;

namespace Shardwise.Local.Tests.Services;

[Collection(LocalServicesFixture.Collection)]
public sealed class PutTests(LocalServicesFixture local)
{
    // A thousandth of a shard at a minute a second: 62,914 bytes and 60 records a window.
    private const int WindowBytes = 62_914;

    [Fact]
    public async Task What_fits_is_accepted_in_order_and_the_rest_is_refused_in_its_place()
    {
        var stream = await local.CreateStreamAsync(2);
        await local.NextWindowAsync();
        // 40,000 bytes to each shard, then 30,000 to the first (too much), then 5,000 to the second.
        var reply = await local.Kinesis.PutRecordsAsync(new PutRecordsRequest
        {
            StreamName = stream,
            Records = [Entry("a", 39_999, "0"), Entry("b", 39_999, Upper), Entry("c", 29_999, "1"), Entry("d", 4_999, Upper)],
        });

        Assert.Equal(1, reply.FailedRecordCount);
        Assert.Equal([null, null, "ProvisionedThroughputExceededException", null], reply.Records.Select(record => record.ErrorCode));
        Assert.Equal(["shardId-000000000000", "shardId-000000000001", null, "shardId-000000000001"], reply.Records.Select(record => record.ShardId));
        Assert.Equal($"Rate exceeded for shard shardId-000000000000 in stream {stream} under account 000000000000.", reply.Records[2].ErrorMessage);
        Assert.Equal(["a", "b", "d"], (await local.ReadAllAsync(stream)).Select(read => read.Record.PartitionKey));

        var counts = local.Services.Kinesis.Find(stream)!;
        Assert.Equal((3, 85_000, 1, 30_000), (counts.AcceptedRecords, counts.AcceptedBytes, counts.ThrottledRecords, counts.ThrottledBytes));
        Assert.Equal((1, 40_000, 1), (counts.Shards[0].AcceptedRecords, counts.Shards[0].AcceptedBytes, counts.Shards[0].ThrottledRecords));
        Assert.Equal(reply.Records[3].SequenceNumber, counts.Shards[1].LastSequenceNumber);
    }

    [Fact]
    public async Task A_record_larger_than_a_window_is_paid_off_in_the_next_ones()
    {
        var stream = await local.CreateStreamAsync(1);
        await local.Kinesis.PutRecordAsync(new PutRecordRequest { StreamName = stream, PartitionKey = "k", Data = new MemoryStream(new byte[5 * WindowBytes / 2]) });

        var refused = await Assert.ThrowsAsync<ProvisionedThroughputExceededException>(() => PutAsync(stream, "k"));

        Assert.Equal($"Rate exceeded for shard shardId-000000000000 in stream {stream} under account 000000000000.", refused.Message);
        await local.NextWindowAsync();
        await local.NextWindowAsync();
        Assert.Equal("shardId-000000000000", (await PutAsync(stream, "k")).ShardId);
    }

    [Fact]
    public async Task Records_beyond_the_count_of_a_window_are_refused()
    {
        var stream = await local.CreateStreamAsync(1);

        var reply = await local.Kinesis.PutRecordsAsync(new PutRecordsRequest { StreamName = stream, Records = [.. Enumerable.Range(0, 65).Select(_ => Entry("k", 1, null))] });

        Assert.Equal(5, reply.FailedRecordCount);
        Assert.All(reply.Records.Skip(60), record => Assert.Equal("ProvisionedThroughputExceededException", record.ErrorCode));
    }

    [Fact]
    public async Task What_AWS_calls_invalid_is_refused()
    {
        var stream = await local.CreateStreamAsync(1);

        await RefusedAsync(
            "ValidationException",
            stream, [], "1 validation error detected: Value '[]' at 'records' failed to satisfy constraint: Member must have length greater than or equal to 1");
        await RefusedAsync(
            "ValidationException",
            stream, [.. Enumerable.Range(0, 501).Select(_ => Entry("k", 1, null))],
            $"1 validation error detected: Value '[{string.Join(", ", Enumerable.Repeat("com.amazonaws.kinesis.v20131202.PutRecordsRequestEntry@#", 501))}]' "
            + "at 'records' failed to satisfy constraint: Member must have length less than or equal to 500");
        await RefusedAsync(
            "ValidationException",
            stream, [Entry("k", 1, null), Entry("", 1, null)],
            "1 validation error detected: Value '' at 'records.2.member.partitionKey' failed to satisfy constraint: Member must have length greater than or equal to 1");
        await RefusedAsync(
            "ValidationException",
            stream, [Entry("k", 1_048_576, null)],
            "1 validation error detected: Value 'java.nio.HeapByteBuffer[pos=0 lim=1048576 cap=1048576]' at 'records.1.member.data' failed to satisfy constraint: Member must have length less than or equal to 1048576");
        await RefusedAsync(
            "InvalidArgumentException",
            stream, [.. Enumerable.Range(0, 11).Select(_ => Entry("k", 1_000_000, null))], "Records size exceeds 10 MB limit");
        await RefusedAsync(
            "InvalidArgumentException",
            stream, [Entry("k", 1, "340282366920938463463374607431768211456")],
            "Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was 340282366920938463463374607431768211456");
        await RefusedAsync("ResourceNotFoundException", "missing", [Entry("k", 1, null)], "Stream missing under account 000000000000 not found.");
        Assert.Equal(0, local.Services.Kinesis.Find(stream)!.AcceptedRecords);
    }

    [Fact]
    public async Task No_shard_takes_more_than_its_window_and_every_record_is_read_or_was_refused_also_while_resharding()
    {
        var random = new Random(11);
        var stream = await local.CreateStreamAsync(2);
        var accepted = new Dictionary<string, string>();
        var taken = new Dictionary<(string ShardId, long Window), int>();
        var refused = 0;
        var id = 0;
        foreach (var target in (int[])[4, 3, 5, 3])
        {
            var finished = local.ReshardAsync(stream, target);
            do
            {
                var before = local.Services.Clock.GetUtcNow();
                var entries = Enumerable.Range(0, random.Next(1, 60)).Select(_ => Entry($"{id++}", random.Next(1, 12_000), null)).ToList();
                var reply = await local.Kinesis.PutRecordsAsync(new PutRecordsRequest { StreamName = stream, Records = entries });
                var sameWindow = Window(before) == Window(local.Services.Clock.GetUtcNow());
                Assert.Equal(entries.Count, reply.Records.Count);
                Assert.Equal(reply.Records.Count(record => record.ErrorCode is not null), reply.FailedRecordCount);
                foreach (var (entry, result) in entries.Zip(reply.Records))
                {
                    if (result.ErrorCode is not null)
                    {
                        Assert.Equal("ProvisionedThroughputExceededException", result.ErrorCode);
                        refused++;
                        continue;
                    }

                    accepted.Add(entry.PartitionKey, result.ShardId);
                    if (sameWindow)
                    {
                        var at = (result.ShardId, Window(before));
                        taken[at] = taken.GetValueOrDefault(at) + (int)entry.Data.Length + entry.PartitionKey.Length;
                    }
                }
            }
            while (!finished.IsCompleted);
            await finished;
        }

        Assert.All(taken, shard => Assert.InRange(shard.Value, 1, WindowBytes));
        var read = await local.ReadAllAsync(stream);
        Assert.Equal(accepted.OrderBy(pair => pair.Key), read.Select(item => KeyValuePair.Create(item.Record.PartitionKey, item.ShardId)).OrderBy(pair => pair.Key));
        Assert.NotEqual(0, refused);
        Assert.NotEmpty(accepted);
    }

    [Fact]
    public async Task Records_keep_their_data_and_carry_simulated_times()
    {
        var stream = await local.CreateStreamAsync(1);
        var before = local.Services.Clock.GetUtcNow();
        await local.Kinesis.PutRecordAsync(new PutRecordRequest { StreamName = stream, PartitionKey = "ключ", Data = new MemoryStream("+/ÿ"u8.ToArray()) });
        var after = local.Services.Clock.GetUtcNow();

        var record = Assert.Single(await local.ReadShardAsync(stream, "shardId-000000000000"));

        Assert.Equal("+/ÿ", Encoding.UTF8.GetString(record.Data.ToArray()));
        Assert.Equal("ключ", record.PartitionKey);
        Assert.InRange(record.ApproximateArrivalTimestamp!.Value, before.UtcDateTime.AddSeconds(-1), after.UtcDateTime.AddSeconds(1));
        Assert.Equal(8 + 4, local.Services.Kinesis.Find(stream)!.AcceptedBytes);
    }

    [Fact]
    public async Task An_injected_fault_fails_the_call_and_nothing_else()
    {
        var stream = await local.CreateStreamAsync(1);
        local.Faults[stream] = call => call.Operation == "PutRecord" ? new InjectedFault { Code = "InternalFailureException", StatusCode = 500, Message = "Slow down." } : null;

        var refused = await Assert.ThrowsAsync<InternalFailureException>(() => PutAsync(stream, "k"));

        Assert.Equal("Slow down.", refused.Message);
        Assert.Equal(0, local.Services.Kinesis.Find(stream)!.AcceptedRecords);
        local.Faults.TryRemove(stream, out _);
        await PutAsync(stream, "k");
    }

    private const string Upper = "340282366920938463463374607431768211455";

    private static long Window(DateTimeOffset time) => time.UtcTicks / TimeSpan.TicksPerMinute;

    private static PutRecordsRequestEntry Entry(string key, int bytes, string? hashKey) =>
        new() { PartitionKey = key, Data = new MemoryStream(new byte[bytes]), ExplicitHashKey = hashKey };

    private Task<PutRecordResponse> PutAsync(string stream, string key) =>
        local.Kinesis.PutRecordAsync(new PutRecordRequest { StreamName = stream, PartitionKey = key, Data = new MemoryStream([1]) });

    private async Task RefusedAsync(string code, string stream, List<PutRecordsRequestEntry> entries, string message)
    {
        var refused = await Assert.ThrowsAnyAsync<AmazonKinesisException>(() => local.Kinesis.PutRecordsAsync(new PutRecordsRequest { StreamName = stream, Records = entries }));
        // A record is printed with a hash of it.
        Assert.Equal((code, message), (refused.ErrorCode, System.Text.RegularExpressions.Regex.Replace(refused.Message, "@[0-9a-f]{8}", "@#")));
    }
}
