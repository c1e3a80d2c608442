using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Google.Protobuf;
using Shardwise.Kpl;
using Shardwise.Kpl.Tests;

namespace Shardwise.Benchmarks.Kpl;

/// <summary>
/// Reading and writing aggregated records, with what they are measured against beside them. Whoever reads verifies the checksum
/// and looks at every user record's data and partition key.
/// </summary>
[MemoryDiagnoser]
public class KplBenchmarks
{
    public const string BatchCategory = "Batch";
    public const string SingleCategory = "Single";
    public const string WriteCategory = "Write";

    private readonly byte[] _digest = new byte[MD5.HashSizeInBytes];
    private readonly AggregatedPayload[] _results = new AggregatedPayload[KplInput.Batch.Count];
    private readonly ReadOnlyMemory<byte>[] _batch = [.. KplInput.Batch.Select(i => (ReadOnlyMemory<byte>)i.Payload)];
    private readonly AggregatedRecordBuilder _builder = new();

    public static IEnumerable<KplInput> Singles => KplInput.Singles;

    public static IEnumerable<KplInput> Full => KplInput.Singles.Take(1);

    [Benchmark, BenchmarkCategory(SingleCategory), ArgumentsSource(nameof(Singles))]
    public byte Md5Only(KplInput input) => Hash(input.Payload);

    [Benchmark, BenchmarkCategory(SingleCategory), ArgumentsSource(nameof(Singles))]
    public int GoogleProtobuf(KplInput input) => ReadByGoogle(input.Payload).Count;

    [Benchmark, BenchmarkCategory(SingleCategory), ArgumentsSource(nameof(Singles))]
    public long Shardwise(KplInput input)
    {
        using AggregatedPayload payload = AggregatedRecord.Read(input.Payload);
        return LookAtAll(payload);
    }

    [Benchmark, BenchmarkCategory(BatchCategory)]
    public int BatchMd5Only()
    {
        int sum = 0;
        foreach (ReadOnlyMemory<byte> payload in _batch)
        {
            sum += Hash(payload.Span);
        }

        return sum;
    }

    [Benchmark, BenchmarkCategory(BatchCategory)]
    public long BatchGoogleProtobuf()
    {
        long sum = 0;
        foreach (ReadOnlyMemory<byte> payload in _batch)
        {
            sum += ReadByGoogle(payload.Span).Count;
        }

        return sum;
    }

    [Benchmark, BenchmarkCategory(BatchCategory)]
    public long BatchShardwise()
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
    [Benchmark, BenchmarkCategory(WriteCategory), ArgumentsSource(nameof(Full))]
    public byte[] WriteGoogleProtobuf(KplInput input)
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

    [Benchmark, BenchmarkCategory(WriteCategory), ArgumentsSource(nameof(Full))]
    public byte[] WriteShardwise(KplInput input)
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
