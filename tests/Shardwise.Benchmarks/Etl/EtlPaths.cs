using System.Security.Cryptography;
using Amazon.Lambda.Core;
using Amazon.Lambda.KinesisEvents;
using Amazon.Lambda.Serialization.SystemTextJson;
using Shardwise.Consumers;
using Shardwise.Kpl;
using Shardwise.Kpl.Tests;

namespace Shardwise.Benchmarks.Etl;

/// <summary>The ways from the payload's bytes to user records, and the checksum alone beside them. Each gives the bytes that user code saw.</summary>
internal sealed class EtlPaths(byte[] json, List<byte[]> payloads)
{
    private readonly DefaultLambdaJsonSerializer _standard = new();
    private readonly KinesisEventSerializer _ours = new();
    private readonly CountingConsumer _consumer = new();
    private readonly ILambdaContext _lambda = new BenchmarkContext();
    private readonly byte[] _digest = new byte[MD5.HashSizeInBytes];
    private readonly ReadOnlyMemory<byte>[] _messages = [.. payloads.Select(payload => (ReadOnlyMemory<byte>)payload.AsMemory(4..^16))];
    private readonly ReadOnlyMemory<byte>[] _sound = [.. payloads.Select(payload => (ReadOnlyMemory<byte>)payload)];
    private readonly ReadOnlyMemory<byte>[] _damaged = [.. payloads.Select(Damaged)];
    private readonly AggregatedPayload[] _results = new AggregatedPayload[payloads.Count];

    /// <summary>The standard serializer, then Google.Protobuf with its checksum: what a .NET function does today.</summary>
    public long Standard()
    {
        long seen = 0;
        foreach (KinesisEvent.KinesisEventRecord record in _standard.Deserialize<KinesisEvent>(Body()).Records)
        {
            foreach ((_, byte[] data) in ReadByGoogle(record.Kinesis.Data.ToArray()))
            {
                seen += data.Length;
            }
        }

        return seen;
    }

    /// <summary>The whole of ours: serializer, de-aggregation, and a <see cref="StreamConsumer"/> that calls user code for each record.</summary>
    public long Shardwise()
    {
        long before = _consumer.Seen;
        StreamsEventResponse answer = _consumer.HandleAsync(_ours.Deserialize<KinesisEvent>(Body()), _lambda).GetAwaiter().GetResult();
        return answer.BatchItemFailures.Count == 0 ? _consumer.Seen - before : throw new InvalidOperationException("The batch stopped.");
    }

    /// <summary>The standard serializer alone.</summary>
    public long StandardSerializerOnly() => _standard.Deserialize<KinesisEvent>(Body()).Records.Sum(record => record.Kinesis.Data.Length);

    /// <summary>Our serializer alone.</summary>
    public long SerializerOnly()
    {
        KinesisEvent kinesisEvent = _ours.Deserialize<KinesisEvent>(Body());
        long length = kinesisEvent.Records.Sum(record => record.Kinesis.Data.Length);
        ((IDisposable)kinesisEvent).Dispose();
        return length;
    }

    /// <summary>The checksums of payloads already decoded, one after the other, as every other library computes them.</summary>
    public long ChecksumsInTurn()
    {
        foreach (ReadOnlyMemory<byte> message in _messages)
        {
            MD5.HashData(message.Span, _digest);
        }

        return _digest[0];
    }

    /// <summary>The checksums of payloads already decoded, side by side: payloads that fail theirs are not looked into any further.</summary>
    public long ChecksumsSideBySide()
    {
        AggregatedRecord.ReadBatch(_damaged, _results);
        return _results.Length;
    }

    /// <summary>Payloads already decoded to user records, their checksums among it.</summary>
    public long TakingApartOnly()
    {
        AggregatedRecord.ReadBatch(_sound, _results);
        long count = 0;
        foreach (AggregatedPayload payload in _results)
        {
            count += payload.Count;
            payload.Dispose();
        }

        return count;
    }

    private static ReadOnlyMemory<byte> Damaged(byte[] payload)
    {
        byte[] damaged = payload.ToArray();
        damaged[^1] ^= 1;
        return damaged;
    }

    /// <summary>As Lambda's runtime hands it over: a stream that does not show its buffer.</summary>
    private MemoryStream Body() => new(json);

    private List<(string PartitionKey, byte[] Data)> ReadByGoogle(byte[] payload)
    {
        MD5.HashData(payload.AsSpan(4..^16), _digest);
        if (!payload.AsSpan(^16..).SequenceEqual(_digest))
        {
            throw new InvalidDataException("The checksum does not match.");
        }

        GoogleAggregatedRecord message = GoogleAggregatedRecord.Parser.ParseFrom(payload.AsSpan(4..^16));
        var userRecords = new List<(string, byte[])>(message.Records.Count);
        foreach (GoogleRecord record in message.Records)
        {
            userRecords.Add((message.PartitionKeyTable[(int)record.PartitionKeyIndex], record.Data.ToByteArray()));
        }

        return userRecords;
    }
}
