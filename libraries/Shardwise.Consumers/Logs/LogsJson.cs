using System.Text.Json.Serialization;

namespace Shardwise.Consumers;

[JsonSerializable(typeof(LogsMessage))]
internal sealed partial class LogsJson : JsonSerializerContext
{
    private const string Data = "DATA_MESSAGE";
    private const string Control = "CONTROL_MESSAGE";

    /// <summary>Reads a subscription's payload: gzip, or what something on the way has unpacked.</summary>
    /// <returns>The message; one without events where it is CloudWatch's own.</returns>
    /// <exception cref="RejectedRecordException">It is none.</exception>
    public static LogsMessage Read(ReadOnlyMemory<byte> payload)
    {
        var message = RecordJson.Read(Gzip.Unpack(payload).Span, Default.LogsMessage);
        if (message.LogEvents.Any(logEvent => logEvent is not { Id: not null, Message: not null }))
        {
            throw new RejectedRecordException("The record has a log event without an \"id\" or a \"message\".");
        }

        return message.MessageType switch
        {
            Data => message,
            Control => message with { LogEvents = [] },
            var other => throw new RejectedRecordException($"The record's \"messageType\" is \"{other}\"; allowed is {Data} or {Control}."),
        };
    }
}
