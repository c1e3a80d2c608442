using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Shardwise.Consumers;

/// <summary>A user record as JSON.</summary>
internal static class RecordJson
{
    /// <exception cref="RejectedRecordException">It is not what the type says.</exception>
    public static T Read<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> json)
    {
        try
        {
            return JsonSerializer.Deserialize(utf8, json) ?? throw new RejectedRecordException($"The record is null, and not a {typeof(T).Name}.");
        }
        catch (JsonException exception)
        {
            throw new RejectedRecordException(WhatIsWrong(exception, json), exception);
        }
    }

    private static string WhatIsWrong<T>(JsonException exception, JsonTypeInfo<T> json) => exception switch
    {
        // The reader's own exception within means broken JSON, wherever the path says that it broke.
        { InnerException: JsonException } or { Path: null } =>
            $"The record is not JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}).",
        { Path: "$" } => $"The record is JSON, and not a {typeof(T).Name}.",
        _ => $"The record's \"{exception.Path[2..]}\" is not {Allowed(exception.Path[2..], json)}.",
    };

    private static string Allowed<T>(string name, JsonTypeInfo<T> json)
    {
        var type = json.Properties.FirstOrDefault(property => property.Name == name)?.PropertyType;
        return (Nullable.GetUnderlyingType(type ?? typeof(object)) ?? type) switch
        {
            { } text when text == typeof(string) => "a text",
            { } truth when truth == typeof(bool) => "true or false",
            { } time when time == typeof(DateTimeOffset) => "an ISO 8601 date and time with its offset from UTC",
            { IsPrimitive: true } number => $"a number ({number.Name})",
            { } number when number == typeof(decimal) => "a number (Decimal)",
            _ => $"what a {typeof(T).Name} has there",
        };
    }
}
