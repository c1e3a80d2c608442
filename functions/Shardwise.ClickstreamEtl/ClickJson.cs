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
            var click = JsonSerializer.Deserialize(utf8, Default.Click) ?? throw Rejected("is null");
            return click switch
            {
                { Id: null or "" } => throw Rejected("has no \"id\""),
                _ when click.Timestamp == default => throw Rejected("has no \"timestamp\""),
                { UserId: null or "" } => throw Rejected("has no \"userId\""),
                { Page: null or "" } => throw Rejected("has no \"page\""),
                _ => click,
            };
        }
        catch (JsonException exception)
        {
            throw Rejected(WhatIsWrong(exception), exception);
        }
    }

    private static string WhatIsWrong(JsonException exception) => exception switch
    {
        // The reader's own exception within means broken JSON, wherever the path says that it broke.
        { InnerException: JsonException } or { Path: null or "$" } =>
            $"is not a JSON object (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1})",
        { Path: "$.timestamp" } => "has a \"timestamp\" that is not an ISO 8601 date and time with its offset from UTC",
        _ => $"has a \"{exception.Path[2..]}\" that is not a text",
    };

    private static RejectedRecordException Rejected(string problem, Exception? cause = null) => new($"The click {problem}.", cause);
}
