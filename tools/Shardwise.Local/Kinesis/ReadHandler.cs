using System.Text.Json;
using System.Text.Json.Nodes;

namespace Shardwise.Local;

/// <summary>GetShardIterator and GetRecords: limited and counted as on AWS, in simulated time.</summary>
internal sealed class ReadHandler(EmulatorClient emulator, StreamDirectory streams, StreamMetrics metrics, LocalServicesOptions options, SpeededTimeProvider clock)
{
    private const int MaxRecords = 10_000;
    private const int MaxBytes = 10 * 1_048_576;

    public async Task<ReadOnlyMemory<byte>> GetShardIteratorAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var stream = streams.Require(Text(request, "StreamName"), Text(request, "StreamARN"));
        request.Remove("StreamARN");
        request["StreamName"] = stream.Name;
        if (request["Timestamp"] is JsonValue timestamp && timestamp.GetValueKind() == JsonValueKind.Number)
        {
            request["Timestamp"] = EpochTime.Write(clock.ToReal(EpochTime.Read(timestamp.GetValue<double>())));
        }

        var inner = await InnerIteratorAsync(request, cancellationToken).ConfigureAwait(false);
        var iterator = new ShardIterator(stream.Name, Text(request, "ShardId") ?? "", -1, RealSeconds(), inner);
        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["ShardIterator"] = iterator.ToString() });
    }

    public async Task<ReadOnlyMemory<byte>> GetRecordsAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var limit = Limit(request);
        var iterator = ShardIterator.Parse(Text(request, "ShardIterator"));
        var stream = streams.Require(iterator.StreamName, null);
        var shard = stream.ShardOf(iterator.ShardId);
        var now = clock.GetUtcNow();
        if (!stream.AdmitRead(shard, now))
        {
            metrics.Add(stream, "GetRecords.Success", 0, now);
            metrics.Add(stream, "ReadProvisionedThroughputExceeded", 1, now);
            throw AwsError.Throughput($"Rate exceeded for shard {shard.ShardId} in stream {stream.Name} under account {options.AccountId}.");
        }

        // Asking the emulator costs milliseconds of its one thread; a reader that saw the tip learns nothing new before the shard changes.
        return iterator.IsAtTip(shard, RealSeconds())
            ? Empty(stream, shard, iterator)
            : await ReadAsync(stream, shard, iterator, limit, cancellationToken).ConfigureAwait(false);
    }

    private ReadOnlyMemory<byte> Empty(StreamState stream, ShardTraffic shard, ShardIterator iterator)
    {
        Count(stream, shard, RecordsPage.Empty, isEnd: false);
        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["MillisBehindLatest"] = 0,
            ["NextShardIterator"] = iterator.ToString(),
            ["Records"] = new JsonArray(),
        });
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(StreamState stream, ShardTraffic shard, ShardIterator iterator, int limit, CancellationToken cancellationToken)
    {
        var version = shard.Version;
        var fitting = stream.MeanRecordBytes(shard) is { } mean ? (int)Math.Clamp(MaxBytes / Math.Max(1, mean), 1, limit) : limit;
        var request = new JsonObject { ["ShardIterator"] = iterator.Inner, ["Limit"] = fitting };
        var reply = await emulator.CallAsync("GetRecords", request.ToJsonString(), cancellationToken).ConfigureAwait(false);
        if (reply.Status == 500)
        {
            throw AwsError.InvalidArgument("Invalid ShardIterator.");
        }

        EmulatorErrors.ThrowIfRefused(reply);
        var page = RecordsPage.Read(reply.Body, MaxBytes);
        var next = await NextAsync(stream, shard, page, version, cancellationToken).ConfigureAwait(false);
        Count(stream, shard, page, isEnd: next is null);
        return page.Rewrite(reply.Body, next?.ToString(), clock);
    }

    private async Task<ShardIterator?> NextAsync(StreamState stream, ShardTraffic shard, RecordsPage page, long version, CancellationToken cancellationToken)
    {
        if (page.IsCut)
        {
            var after = new JsonObject
            {
                ["StreamName"] = stream.Name,
                ["ShardId"] = shard.ShardId,
                ["ShardIteratorType"] = "AFTER_SEQUENCE_NUMBER",
                ["StartingSequenceNumber"] = page.LastSequenceNumber,
            };
            var inner = await InnerIteratorAsync(after, cancellationToken).ConfigureAwait(false);
            return new ShardIterator(stream.Name, shard.ShardId, -1, RealSeconds(), inner);
        }

        var tip = page is { MillisBehindLatest: 0, Records: 0 } ? version : -1;
        return page.NextIterator is { } next ? new ShardIterator(stream.Name, shard.ShardId, tip, RealSeconds(), next) : null;
    }

    private void Count(StreamState stream, ShardTraffic shard, RecordsPage page, bool isEnd)
    {
        var now = clock.GetUtcNow();
        var age = page.LastArrival is { } arrival ? now - clock.ToSimulated(arrival) : TimeSpan.Zero;
        age = age < TimeSpan.Zero ? TimeSpan.Zero : age;
        // Nobody reads on past the end of a closed shard, so its age must not stay on the screen.
        stream.CountRead(shard, now, page.Records, page.Bytes, isEnd ? TimeSpan.Zero : age);
        metrics.Add(stream, "GetRecords.Success", 1, now);
        metrics.Add(stream, "ReadProvisionedThroughputExceeded", 0, now);
        metrics.Add(stream, "GetRecords.IteratorAgeMilliseconds", Math.Floor(age.TotalMilliseconds), now);
        metrics.AddThroughput(stream, "GetRecords.Records", page.Records, now);
        metrics.AddThroughput(stream, "GetRecords.Bytes", page.Bytes, now);
    }

    private async Task<string> InnerIteratorAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var reply = await emulator.CallAsync("GetShardIterator", request.ToJsonString(), cancellationToken).ConfigureAwait(false);
        EmulatorErrors.ThrowIfRefused(reply);
        return JsonNode.Parse(reply.Body)!["ShardIterator"]!.GetValue<string>();
    }

    private static int Limit(JsonObject request)
    {
        if (request["Limit"] is not JsonValue value)
        {
            return MaxRecords;
        }

        return value.TryGetValue<int>(out var limit) && limit is >= 1 and <= MaxRecords
            ? limit
            : throw AwsError.Validation($"1 validation error detected: Value '{value}' at 'limit' failed to satisfy constraint: Member must be from 1 to {MaxRecords}");
    }

    private static string? Text(JsonObject request, string name) => request[name]?.GetValue<string>();

    private static long RealSeconds() => DateTimeOffset.UtcNow.ToUnixTimeSeconds();
}
