using System.Text.Json;

namespace Shardwise.Cli.Kpl;

/// <summary>A user record as a line of JSON: what <c>shardwise kpl decode</c> writes and <c>encode</c> reads.</summary>
/// <param name="PartitionKey">The partition key; null for a payload that is no aggregate.</param>
/// <param name="ExplicitHashKey">The explicit hash key, decimal; null where the producer gave none.</param>
/// <param name="SubSequenceNumber">The position within the aggregate, from 0.</param>
/// <param name="DataBase64">The data.</param>
public sealed record UserRecordLine(string? PartitionKey, string? ExplicitHashKey, int SubSequenceNumber, byte[]? DataBase64)
{
    /// <summary>The line, without its end.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, UserRecordLineJson.Readable.UserRecordLine);

    /// <summary>Reads a line.</summary>
    /// <exception cref="JsonException">It is no JSON object of this form.</exception>
    public static UserRecordLine? Parse(string line) => JsonSerializer.Deserialize(line, UserRecordLineJson.Readable.UserRecordLine);
}
