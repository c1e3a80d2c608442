using System.Security.Cryptography;
using Shardwise.Kpl;

namespace Shardwise.Fuzz.Targets;

/// <summary>
/// Aggregated records, damaged, most of them with a checksum that is right again. Nothing may be thrown; one by one and as a batch they are read alike; and
/// what is read as an aggregate is the same when its records are written and read once more.
/// </summary>
internal sealed class CodecTarget : IFuzzTarget
{
    private const int MagicSize = 4;
    private const int DigestSize = 16;

    private static readonly ByteMutations Damage = new(
        [0x0A, 0x00], [0x12, 0x01], [0x1A], [0x08, 0x00], [0x08, 0x80, 0x80, 0x01], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], [0x4B, 0x4C], [0xF3, 0x89, 0x9A, 0xC2], [0x7F]);

    public string Name => "codec";

    public byte[] Make(Random random)
    {
        var bytes = Sound(random);
        if (random.Next(10) > 0)
            bytes = Damage.Of(bytes, random);
        if (bytes.Length >= MagicSize + DigestSize && random.Next(8) > 0)
            MD5.HashData(bytes.AsSpan(MagicSize..^DigestSize), bytes.AsSpan(^DigestSize..));
        return bytes;
    }

    public void Check(byte[] input)
    {
        using var payload = AggregatedRecord.Read(input);
        var records = payload.Select(Describe).ToList();
        if (records.Count != payload.Count)
            throw new FuzzFindException($"It says {payload.Count} user records and gives {records.Count}.");

        CheckPolicies(input, payload);
        CheckBatch(input, payload.Status, records);
        if (payload.Status == PayloadStatus.Aggregated)
            CheckWrittenAgain(payload, records);
    }

    public void Dispose()
    {
    }

    private static byte[] Sound(Random random)
    {
        var builder = new AggregatedRecordBuilder();
        for (var count = random.Next(2, 12); count > 0; count--)
        {
            var data = new byte[random.Next(5) == 0 ? random.Next(2_000) : random.Next(20)];
            random.NextBytes(data);
            var hashKey = random.Next(3) == 0 ? HashKey.Format(new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64())) : null;
            builder.TryAdd(random.Next(4) == 0 ? $"ключ-{random.Next(5)}" : $"key{random.Next(8)}", data, hashKey);
        }

        return builder.Build().Data;
    }

    private static void CheckPolicies(byte[] input, AggregatedPayload payload)
    {
        var isReadable = payload.Status is PayloadStatus.Plain or PayloadStatus.Aggregated;
        try
        {
            using var strict = AggregatedRecord.Read(input, new ReadOptions { UnreadablePayloads = UnreadablePayloadPolicy.Throw });
            if (!isReadable)
                throw new FuzzFindException($"It is {payload.Status}, and is read where unreadable payloads are to be thrown.");
        }
        catch (KplFormatException unreadable) when (!isReadable)
        {
            if (unreadable.Status != payload.Status)
                throw new FuzzFindException($"It is {payload.Status}, and {unreadable.Status} in the exception.");
        }

        using var filtered = AggregatedRecord.Read(input, new ReadOptions
        {
            HashRangeMode = HashRangeMode.DropOutOfRange, HashRange = new HashKeyRange(UInt128.Zero, UInt128.MaxValue / 2), AllowMissingMembers = true,
        });
        if (filtered.Count < filtered.Count(_ => true))
            throw new FuzzFindException("A filtered payload gives more records than it counts.");
    }

    private static void CheckBatch(byte[] input, PayloadStatus status, List<string> records)
    {
        ReadOnlyMemory<byte>[] batch = [input, "plain"u8.ToArray(), input];
        var results = new AggregatedPayload[batch.Length];
        AggregatedRecord.ReadBatch(batch, results);
        foreach (var place in (int[])[0, 2])
        {
            if (results[place].Status != status || !results[place].Select(Describe).SequenceEqual(records))
                throw new FuzzFindException($"Alone it is {status} with {records.Count} records, in a batch {results[place].Status} with {results[place].Count}.");
        }

        foreach (var result in results)
            result.Dispose();
    }

    private static void CheckWrittenAgain(AggregatedPayload payload, List<string> records)
    {
        var builder = new AggregatedRecordBuilder(AggregatedRecordBuilder.LargestMaxSizeInBytes);
        foreach (var record in payload)
        {
            try
            {
                if (record.PartitionKey is null || !builder.TryAdd(record.PartitionKey, record.Data.Span, record.ExplicitHashKey))
                    return;
            }
            catch (ArgumentException)
            {
                // A reader takes keys that Kinesis would refuse from a producer; a writer does not.
                return;
            }
        }

        if (builder.Count < 2)
            return;
        using var again = AggregatedRecord.Read(builder.Build().Data);
        if (!again.Select(Describe).SequenceEqual(records))
            throw new FuzzFindException("Its records, written and read again, are others.");
    }

    private static string Describe(UserRecord record) =>
        $"{record.SubSequenceNumber}|{record.PartitionKey}|{record.ExplicitHashKey}|{Convert.ToHexString(record.Data.Span)}";
}
