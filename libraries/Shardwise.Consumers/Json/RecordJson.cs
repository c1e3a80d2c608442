using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Shardwise.Consumers;

/// <summary>A user record as JSON.</summary>
internal static class RecordJson
{
    private static readonly JsonReaderOptions ManyValues = new() { AllowMultipleValues = true };

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <exception cref="RejectedRecordException">It is not what the type says.</exception>
    public static T Read<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> json)
    {
        try
        {
            return JsonSerializer.Deserialize(WithoutMark(utf8), json) ?? throw Null<T>();
        }
        catch (JsonException exception)
        {
            throw new RejectedRecordException(WhatIsWrong(exception, json), exception);
        }
    }

    /// <summary>Reads one value after the other: a line each, or with any white space or none between them.</summary>
    /// <exception cref="RejectedRecordException">There is none, or one is not what the type says.</exception>
    public static List<T> ReadAll<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> json)
    {
        var values = new List<T>();
        try
        {
            var reader = new Utf8JsonReader(WithoutMark(utf8), ManyValues);
            while (reader.Read())
            {
                values.Add(JsonSerializer.Deserialize(ref reader, json) ?? throw Null<T>());
            }
        }
        catch (JsonException exception)
        {
            throw new RejectedRecordException(WhatIsWrong(exception, json), exception);
        }

        return values.Count > 0 ? values : throw new RejectedRecordException("The record is blank.");
    }

    /// <summary>Whether there is nothing but white space, behind a byte order mark if there is one.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> utf8) => WithoutMark(utf8).Trim(" \t\r\n"u8).IsEmpty;

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> utf8) => utf8.StartsWith(ByteOrderMark) ? utf8[ByteOrderMark.Length..] : utf8;

    private static RejectedRecordException Null<T>() => new($"The record is null, and not a {typeof(T).Name}.");

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
