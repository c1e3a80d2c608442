using System.Text;
using Shardwise.Kpl;

namespace Shardwise.Producer.Tests.Fakes;

internal sealed record FakeRecord(FakeShard Shard, string SequenceNumber, string? PartitionKey, byte[] Data)
{
    public int UserRecordCount => AggregatedRecord.Read(Data).Count;

    /// <summary>Its user records; with the KCL's eyes, none if one does not belong to the shard.</summary>
    public IEnumerable<(string PartitionKey, string Text, int SubSequenceNumber)> UserRecords(bool likeTheKcl = false)
    {
        AggregatedPayload payload = AggregatedRecord.Read(Data);
        List<(string, string, int)> records = [];
        foreach (UserRecord record in payload)
        {
            if (likeTheKcl && record.EffectiveHashKey is { } hashKey && !Shard.Range.Contains(hashKey))
            {
                return [];
            }

            records.Add((record.PartitionKey ?? PartitionKey ?? "", Encoding.UTF8.GetString(record.Data.Span), record.SubSequenceNumber));
        }

        return records;
    }
}
