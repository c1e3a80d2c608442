using System.Globalization;
using System.Text;
using Shardwise.LocalKinesis.Log;
using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>What PutRecord and PutRecords share: from members to a batch, from a batch into the stream.</summary>
internal static class PutMembers
{
    // The Kinesis quotas page: data and partition keys of one call.
    private const int MostCallBytes = 10 * 1_048_576;

    /// <summary>The records as the general parser read them, laid out as a fast one would have.</summary>
    public static PutBatch BatchOf(IReadOnlyList<Input> records)
    {
        var keys = records.Select(record => Encoding.UTF8.GetBytes(record.Text("PartitionKey") ?? "")).ToArray();
        var body = new byte[keys.Sum(key => key.Length) + records.Sum(record => record.Blob("Data").Length)];
        var batch = new PutBatch(body, dataIsBase64: false);
        var at = 0;
        for (var i = 0; i < records.Count; i++)
        {
            var data = records[i].Blob("Data").Span;
            keys[i].CopyTo(body, at);
            data.CopyTo(body.AsSpan(at + keys[i].Length));
            batch.Add(new PutEntry
            {
                KeyStart = at,
                KeyLength = keys[i].Length,
                HasKey = records[i].Has("PartitionKey"),
                DataStart = at + keys[i].Length,
                DataLength = data.Length,
                DataBytes = data.Length,
                HashKey = HashKeyOf(records[i], keys[i]),
            });
            at += keys[i].Length + data.Length;
        }

        return batch;
    }

    /// <exception cref="Refusal">An explicit hash key is beyond the last.</exception>
    public static void CheckHashKeys(IEnumerable<Input> records)
    {
        foreach (var record in records)
        {
            if (record.Text("ExplicitHashKey") is { } key && !UInt128.TryParse(key, CultureInfo.InvariantCulture, out _))
            {
                throw Refusals.HashKeyOutOfRange(key);
            }
        }
    }

    /// <summary>The stream to put to: one that takes records.</summary>
    public static KinesisStream RequireWritable(Call call)
    {
        var stream = call.RequireStream();
        return stream.Status == StreamStatus.Creating ? throw Refusals.NotFound(stream.Scope, stream.Name) : stream;
    }

    public static void Check(KinesisStream stream, PutBatch batch, bool isSingle)
    {
        var limit = stream.MaxRecordKiB * 1024;
        var entries = batch.Entries;
        for (var i = 0; i < entries.Length; i++)
        {
            string Path(string member) => isSingle ? member : string.Create(CultureInfo.InvariantCulture, $"records.{i + 1}.member.{member}");
            if (!entries[i].HasKey && !stream.DistributesByItself)
            {
                throw Refusals.MustNotBeNull(Path("partitionKey"));
            }

            if (entries[i].Bytes > limit)
            {
                throw Refusals.RecordTooLarge(Path("data"), entries[i].DataBytes, limit);
            }
        }

        if (!isSingle && batch.Bytes > MostCallBytes)
        {
            throw Refusals.CallTooLarge();
        }
    }

    /// <summary>Puts the batch into its shards, throttled as ordered and as the shards allow.</summary>
    public static void Put(Call call, KinesisStream stream, PutBatch batch)
    {
        var entries = batch.Entries;
        for (var i = 0; i < entries.Length; i++)
        {
            if (stream.DistributesByItself)
            {
                entries[i].HashKey = new UInt128((ulong)Random.Shared.NextInt64(), (ulong)Random.Shared.NextInt64()) << 1;
            }

            entries[i].IsThrottledByOrder = call.Faults.StrikesRecord(call.Operation.Name, stream.Name);
        }

        var run = new PutRun(stream, batch, call.Store.Throughput, call.Now);
        call.Durable = run.Run();
        if (batch.NoRoom is not null && call.Store.TrimExpired(call.Now))
        {
            TryAgain(batch);
            call.Durable = Task.WhenAll(call.Durable, run.Run());
        }
    }

    public static void Count(Call call, KinesisStream stream, PutBatch batch, out int accepted, out int throttled)
    {
        long bytes = 0;
        (accepted, throttled) = (0, 0);
        foreach (ref readonly var entry in batch.Entries)
        {
            if (entry.Outcome == PutOutcome.Stored)
            {
                accepted++;
                bytes += entry.Bytes;
            }
            else if (entry.Outcome == PutOutcome.Throttled)
            {
                throttled++;
            }
        }

        if (stream.IsOnDemand && call.Store.Throughput.IsLimited)
        {
            stream.Offer(batch.Bytes, batch.Count, call.Now);
        }

        if (call.Meter.IsOn)
        {
            Tell(call, stream, batch, accepted, throttled, bytes);
        }
    }

    private static void Tell(Call call, KinesisStream stream, PutBatch batch, int accepted, int throttled, long bytes)
    {
        var (name, now) = (call.Operation.Name, call.Now);
        if (accepted > 0)
        {
            call.Meter.Add(stream, "IncomingBytes", bytes, now);
            call.Meter.Add(stream, "IncomingRecords", accepted, now);
            call.Meter.Add(stream, name + ".Bytes", bytes, now);
        }

        call.Meter.Add(stream, name + ".Success", accepted > 0 ? 1 : 0, now);
        call.Meter.Add(stream, "WriteProvisionedThroughputExceeded", throttled, now);
        if (name == "PutRecords")
        {
            call.Meter.Add(stream, "PutRecords.TotalRecords", batch.Count, now);
            call.Meter.Add(stream, "PutRecords.SuccessfulRecords", accepted, now);
            call.Meter.Add(stream, "PutRecords.ThrottledRecords", throttled, now);
            call.Meter.Add(stream, "PutRecords.FailedRecords", batch.Count - accepted - throttled, now);
        }

        if (stream.ShardLevelMetrics.Count > 0)
        {
            foreach (var shard in batch.Entries.ToArray().Where(entry => entry.Shard is not null).GroupBy(entry => entry.Shard!))
            {
                var stored = shard.Where(entry => entry.Outcome == PutOutcome.Stored).ToArray();
                call.Meter.Add(stream, shard.Key, "IncomingBytes", stored.Sum(entry => (long)entry.Bytes), now);
                call.Meter.Add(stream, shard.Key, "IncomingRecords", stored.Length, now);
                call.Meter.Add(stream, shard.Key, "WriteProvisionedThroughputExceeded",
                    shard.Count(entry => entry.Outcome == PutOutcome.Throttled), now);
            }
        }
    }

    private static void TryAgain(PutBatch batch)
    {
        batch.NoRoom = null;
        foreach (ref var entry in batch.Entries)
        {
            if (entry.Outcome == PutOutcome.NoRoom)
            {
                entry.Outcome = PutOutcome.Pending;
            }
        }
    }

    private static UInt128 HashKeyOf(Input record, byte[] key) =>
        record.Text("ExplicitHashKey") is { } text && UInt128.TryParse(text, CultureInfo.InvariantCulture, out var hash)
            ? hash : PutBatch.HashOf(key);
}
