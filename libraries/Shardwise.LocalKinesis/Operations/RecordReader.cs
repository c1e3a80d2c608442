using System.Text;
using Shardwise.LocalKinesis.Log;
using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>Reads a whole stream in one go, for tests to assert on.</summary>
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

            for (var cursor = view.From(0); !cursor.IsAtEnd; cursor.MoveNext())
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

        return records;
    }
}
