using System.Text.Json;

namespace Shardwise.Cli.Kpl;

/// <summary>
/// What a line of JSON says of a user record beside its data: the same in what <c>kpl decode</c> and <c>tail</c> write and <c>kpl encode</c> reads.
/// </summary>
/// <param name="PartitionKey">The partition key; null for a payload that is no aggregate.</param>
/// <param name="ExplicitHashKey">The explicit hash key, decimal; null where the producer gave none.</param>
/// <param name="SubSequenceNumber">The position within the aggregate, from 0.</param>
internal readonly record struct UserRecordLine(string? PartitionKey, string? ExplicitHashKey, int SubSequenceNumber)
{
    private const string Position = "sub";
    private const string Key = "key";
    private const string HashKey = "explicitHashKey";

    /// <summary>Writes the members.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteNumber(Position, SubSequenceNumber);
        json.WriteString(Key, PartitionKey);
        if (ExplicitHashKey is { } hashKey)
            json.WriteString(HashKey, hashKey);
    }

    /// <summary>Reads them; the position is not asked for, since lines stand in their order.</summary>
    /// <exception cref="JsonException">One is of another kind.</exception>
    public static UserRecordLine Read(JsonElement line) => new(Member(line, Key), Member(line, HashKey), 0);

    private static string? Member(JsonElement line, string name) => line.TryGetProperty(name, out var member)
        ? member.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => member.GetString(),
            _ => throw new JsonException(),
        }
        : null;
}
