using System.Text.Json;
using Amazon.DynamoDBv2.Model;

namespace Shardwise.Consumers;

/// <summary>DynamoDB's own JSON: each value an object of one member, which is named by its type.</summary>
internal static class DynamoDbAttributes
{
    /// <exception cref="RejectedRecordException">A value is none.</exception>
    public static Dictionary<string, AttributeValue> Read(JsonElement item) =>
        item.EnumerateObject()
            .DistinctBy(attribute => attribute.Name)
            .ToDictionary(attribute => attribute.Name, attribute => ReadValue(attribute.Value));

    private static AttributeValue ReadValue(JsonElement typed)
    {
        if (typed.ValueKind == JsonValueKind.Object && typed.EnumerateObject().ToList() is [var member])
        {
            try
            {
                return ReadAs(member.Name, member.Value);
            }
            catch (Exception exception) when (exception is InvalidOperationException or FormatException)
            {
                throw Unreadable(typed, exception);
            }
        }

        throw Unreadable(typed, null);
    }

    private static AttributeValue ReadAs(string type, JsonElement value) => type switch
    {
        "S" => new() { S = Text(value) },
        "N" => new() { N = Text(value) },
        "B" => new() { B = Bytes(value) },
        "BOOL" => new() { BOOL = value.GetBoolean() },
        "NULL" => new() { NULL = value.GetBoolean() },
        "M" => new() { M = Read(value) },
        "L" => new() { L = [.. value.EnumerateArray().Select(ReadValue)] },
        "SS" => new() { SS = [.. value.EnumerateArray().Select(Text)] },
        "NS" => new() { NS = [.. value.EnumerateArray().Select(Text)] },
        "BS" => new() { BS = [.. value.EnumerateArray().Select(Bytes)] },
        _ => throw new FormatException(),
    };

    private static string Text(JsonElement value) => value.GetString() ?? throw new FormatException();

    private static MemoryStream Bytes(JsonElement value) => new(value.GetBytesFromBase64());

    private static RejectedRecordException Unreadable(JsonElement typed, Exception? inner)
    {
        var text = typed.GetRawText();
        return new RejectedRecordException($"The record has {text[..Math.Min(80, text.Length)]} where a value of DynamoDB should be.", inner);
    }
}
