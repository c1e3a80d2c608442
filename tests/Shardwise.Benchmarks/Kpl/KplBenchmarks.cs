using System.Security.Cryptography;
using Google.Protobuf;
using Shardwise.Kpl;
using Shardwise.Kpl.Tests;

namespace Shardwise.Benchmarks.Kpl;

/// <summary>
/// Reading and writing aggregated records, with what they are measured against beside them. Whoever reads verifies the checksum
/// and looks at every user record's data and partition key.
/// </summary>
internal sealed class KplBenchmarks
{
    private readonly byte[] _digest = new byte[MD5.HashSizeInBytes];
    private readonly AggregatedPayload[] _results = new AggregatedPayload[KplInput.Batch.Count];
    private readonly ReadOnlyMemory<byte>[] _batch = [.. KplInput.Batch.Select(i => (ReadOnlyMemory<byte>)i.Payload)];
    private readonly AggregatedRecordBuilder _builder = new();

    /// <summary>What is measured on one payload, read and written.</summary>
    public IEnumerable<KplPath> Singles()
    {
        foreach (KplInput input in KplInput.Singles)
        {
            yield return new("read", input.Name, "Md5Only", [input], () => Md5Only(input));
            yield return new("read", input.Name, "GoogleProtobuf", [input], () => GoogleProtobuf(input));
            yield return new("read", input.Name, "Shardwise", [input], () => Shardwise(input));
        }

        KplInput full = KplInput.Singles[0];
        yield return new("write", full.Name, "Md5Only", [full], () => Md5Only(full));
        yield return new("write", full.Name, "Floor", [full], () => WriteFloor(full)[0]);
        yield return new("write", full.Name, "GoogleProtobuf", [full], () => WriteGoogleProtobuf(full)[0]);
        yield return new("write", full.Name, "Shardwise", [full], () => WriteShardwise(full)[0]);
    }

    /// <summary>What is measured on many payloads.</summary>
    /// <param name="suffix">What the input's name ends with.</param>
    public IEnumerable<KplPath> Batches(string suffix)
    {
        string name = "64 payloads, 16 KiB to 1 MiB" + suffix;
        yield return new("read", name, "Md5Only", KplInput.Batch, () => BatchMd5Only());
        yield return new("read", name, "GoogleProtobuf", KplInput.Batch, () => BatchGoogleProtobuf());
        yield return new("read", name, "Shardwise", KplInput.Batch, () => BatchShardwise());
    }

    private byte Md5Only(KplInput input) => Hash(input.Payload);

    private int GoogleProtobuf(KplInput input) => ReadByGoogle(input.Payload).Count;

    private long Shardwise(KplInput input)
    {
        using AggregatedPayload payload = AggregatedRecord.Read(input.Payload);
        return LookAtAll(payload);
    }

    private int BatchMd5Only()
    {
        int sum = 0;
        foreach (ReadOnlyMemory<byte> payload in _batch)
        {
            sum += Hash(payload.Span);
        }

        return sum;
    }

    private long BatchGoogleProtobuf()
    {
        long sum = 0;
        foreach (ReadOnlyMemory<byte> payload in _batch)
        {
            sum += ReadByGoogle(payload.Span).Count;
        }

        return sum;
    }

    private long BatchShardwise()
    {
        long sum = 0;
        AggregatedRecord.ReadBatch(_batch, _results);
        foreach (AggregatedPayload payload in _results)
        {
            sum += LookAtAll(payload);
            payload.Dispose();
        }

        return sum;
    }

    /// <summary>The same work as ours: tables without duplicates, and the size known at every step, since that is what says when to stop.</summary>
    private byte[] WriteGoogleProtobuf(KplInput input)
    {
        var indexes = new Dictionary<string, ulong>();
        var message = new GoogleAggregatedRecord();
        int size = 0;
        foreach ((string partitionKey, byte[] data) in input.UserRecords)
        {
            bool isNew = !indexes.TryGetValue(partitionKey, out ulong index);
            var record = new GoogleRecord { PartitionKeyIndex = isNew ? (ulong)indexes.Count : index, Data = ByteString.CopyFrom(data) };
            int growth = 1 + CodedOutputStream.ComputeMessageSize(record) + (isNew ? 1 + CodedOutputStream.ComputeStringSize(partitionKey) : 0);
            if (size + growth > AggregatedRecordBuilder.DefaultMaxSizeInBytes - 21)
            {
                break;
            }

            size += growth;
            if (isNew)
            {
                indexes.Add(partitionKey, record.PartitionKeyIndex);
                message.PartitionKeyTable.Add(partitionKey);
            }

            message.Records.Add(record);
        }

        byte[] payload = new byte[4 + size + MD5.HashSizeInBytes];
        input.Payload.AsSpan(0, 4).CopyTo(payload);
        message.WriteTo(payload.AsSpan(4, size));
        MD5.HashData(payload.AsSpan(4, size), payload.AsSpan(4 + size));
        return payload;
    }

    /// <summary>What no writer does without: memory to hand out, a copy of what is written, and its digest.</summary>
    private static byte[] WriteFloor(KplInput input)
    {
        byte[] payload = GC.AllocateUninitializedArray<byte>(input.Payload.Length);
        input.Payload.CopyTo(payload, 0);
        MD5.HashData(payload.AsSpan(4..^16), payload.AsSpan(^16..));
        return payload;
    }

    private byte[] WriteShardwise(KplInput input)
    {
        foreach ((string partitionKey, byte[] data) in input.UserRecords)
        {
            _builder.TryAdd(partitionKey, data);
        }

        return _builder.Build().Data;
    }

    private byte Hash(ReadOnlySpan<byte> payload)
    {
        MD5.HashData(payload[4..^16], _digest);
        return _digest[0];
    }

    /// <summary>What a library over Google.Protobuf hands out: a list of user records, each with data of its own.</summary>
    private List<(string PartitionKey, byte[] Data)> ReadByGoogle(ReadOnlySpan<byte> payload)
    {
        MD5.HashData(payload[4..^16], _digest);
        if (!payload[^16..].SequenceEqual(_digest))
        {
            throw new InvalidDataException("The checksum does not match.");
        }

        GoogleAggregatedRecord message = GoogleAggregatedRecord.Parser.ParseFrom(payload[4..^16]);
        var userRecords = new List<(string, byte[])>(message.Records.Count);
        foreach (GoogleRecord record in message.Records)
        {
            userRecords.Add((message.PartitionKeyTable[(int)record.PartitionKeyIndex], record.Data.ToByteArray()));
        }

        return userRecords;
    }

    private static long LookAtAll(AggregatedPayload payload)
    {
        long sum = 0;
        foreach (UserRecord record in payload)
        {
            sum += record.Data.Length + record.PartitionKeyUtf8.Length;
        }

        return sum;
    }
}
