using System.Text.Json;
using System.Text.Json.Serialization;
using Shardwise.Consumers;

namespace Shardwise.ClickstreamEtl;

/// <summary>A click as JSON. Other members than a click's are not kept.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(TimestampConverter)])]
[JsonSerializable(typeof(Click))]
internal sealed partial class ClickJson : JsonSerializerContext
{
    /// <summary>Reads a click.</summary>
    /// <exception cref="RejectedRecordException">It is not one.</exception>
    public static Click Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var click = JsonSerializer.Deserialize(utf8, Default.Click)
                ?? throw new RejectedRecordException("The click is not a JSON object.");
            return click switch
            {
                { Id: null or "" } => throw new RejectedRecordException("The click has no \"id\"."),
                _ when click.Timestamp == default => throw new RejectedRecordException("The click has no \"timestamp\"."),
                { UserId: null or "" } => throw new RejectedRecordException("The click has no \"userId\"."),
                { Page: null or "" } => throw new RejectedRecordException("The click has no \"page\"."),
                _ => click,
            };
        }
        catch (JsonException exception)
        {
            throw new RejectedRecordException(WhatIsWrong(exception), exception);
        }
    }

    private static string WhatIsWrong(JsonException exception) => exception switch
    {
        // The reader's own exception within means broken JSON, wherever the path says that it broke.
        { InnerException: JsonException } or { Path: null or "$" } =>
            $"The click is not a JSON object (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}).",
        { Path: "$.timestamp" } => "The click's \"timestamp\" is not an ISO 8601 date and time with its offset from UTC.",
        _ => $"The click's \"{exception.Path[2..]}\" is not a text.",
    };
}
