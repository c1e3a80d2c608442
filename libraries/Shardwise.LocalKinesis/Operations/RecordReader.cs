using System.Text;
using Shardwise.LocalKinesis.Log;
using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>Reads a whole stream in one go, for tests to assert on, or a page of a shard, for people to look at.</summary>
internal static class RecordReader
{
    public static IReadOnlyList<LocalRecord> ReadAll(KinesisStream? stream)
    {
        var records = new List<LocalRecord>();
        foreach (var shard in stream?.Shards ?? [])
        {
            LogView view;
            lock (shard.Log.Gate)
            {
                view = shard.Log.View();
            }

            Read(shard, view.From(0), int.MaxValue, records);
        }

        return records;
    }

    public static IReadOnlyList<LocalRecord> ReadPage(KinesisStream? stream, string shardId, int limit, string? after, DateTimeOffset? from)
    {
        var records = new List<LocalRecord>();
        if (stream?.Shards.FirstOrDefault(shard => shard.Id == shardId) is not { } shard)
        {
            return records;
        }

        LogView view;
        lock (shard.Log.Gate)
        {
            view = shard.Log.View();
        }

        long first = after is not null ? PositionBehind(after)
            : from is { } instant ? view.FirstAtOrAfter(instant.ToUnixTimeMilliseconds())
            : view.EndPosition - limit;
        Read(shard, view.From(first), limit, records);
        return records;
    }

    private static long PositionBehind(string sequenceNumber)
    {
        var number = sequenceNumber.Length is > 0 and <= 128 && sequenceNumber.All(char.IsAsciiDigit) ? SequenceNumber.Parse(sequenceNumber) : null;
        return number is { } parsed
            ? parsed.Counter
            : throw new ArgumentException($"'{sequenceNumber}' is not the sequence number of a record.", nameof(sequenceNumber));
    }

    private static void Read(Shard shard, LogCursor cursor, int limit, List<LocalRecord> records)
    {
        for (; !cursor.IsAtEnd && limit > 0; cursor.MoveNext(), limit--)
        {
            var frame = cursor.Current;
            records.Add(new LocalRecord
            {
                ShardId = shard.Id,
                SequenceNumber = shard.NumberOf(cursor.Position, frame.ArrivalMilliseconds),
                PartitionKey = frame.Flags.HasFlag(RecordFlags.NoKey) ? null : Encoding.UTF8.GetString(frame.Key),
                Data = frame.Data.ToArray(),
                ArrivedAt = DateTimeOffset.FromUnixTimeMilliseconds(frame.ArrivalMilliseconds),
            });
        }
    }
}
