using System.Text;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Shardwise.Local.Control;

/// <summary>A record for people to look at: its text where it is text, its bytes in base64 in any case.</summary>
internal static class RecordJson
{
    public static JsonObject Of(LocalRecord record) => new()
    {
        ["shard"] = record.ShardId,
        ["sequenceNumber"] = record.SequenceNumber,
        ["partitionKey"] = record.PartitionKey,
        ["arrivedAt"] = record.ArrivedAt,
        ["size"] = record.Data.Length,
        ["text"] = Utf8.IsValid(record.Data.Span) ? Encoding.UTF8.GetString(record.Data.Span) : null,
        ["data"] = Convert.ToBase64String(record.Data.Span),
    };
}
