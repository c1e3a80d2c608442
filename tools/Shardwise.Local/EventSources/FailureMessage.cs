using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Shardwise.Local.EventSources;

/// <summary>Makes the message that Lambda sends to an on-failure destination: where the records are, never the records.</summary>
internal static class FailureMessage
{
    public static FailureQueueMessage Create(
        EventSourceMappingDefinition mapping, string functionArn, string shardId, GivenUp givenUp, DateTimeOffset now) => new()
        {
            Queue = mapping.FailureQueue,
            FunctionName = mapping.FunctionName,
            Condition = givenUp.Condition,
            StreamArn = mapping.StreamArn,
            ShardId = shardId,
            FirstSequenceNumber = givenUp.Records[0].SequenceNumber,
            LastSequenceNumber = givenUp.Records[^1].SequenceNumber,
            BatchSize = givenUp.Records.Count,
            Attempts = givenUp.Attempts,
            Timestamp = now,
            LastError = givenUp.LastError,
            Body = Body(mapping, functionArn, shardId, givenUp, now),
        };

    private static string Body(EventSourceMappingDefinition mapping, string functionArn, string shardId, GivenUp givenUp, DateTimeOffset now)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("requestContext");
            writer.WriteString("requestId", Guid.NewGuid());
            writer.WriteString("functionArn", functionArn);
            writer.WriteString("condition", givenUp.Condition);
            writer.WriteNumber("approximateInvokeCount", givenUp.Attempts);
            writer.WriteEndObject();
            if (givenUp.LastError is not null && givenUp.Attempts > 0)
            {
                writer.WriteStartObject("responseContext");
                writer.WriteNumber("statusCode", 200);
                writer.WriteString("executedVersion", "$LATEST");
                writer.WriteString("functionError", "Unhandled");
                writer.WriteEndObject();
            }

            writer.WriteString("version", "1.0");
            writer.WriteString("timestamp", Iso(now));
            writer.WriteStartObject("KinesisBatchInfo");
            writer.WriteString("shardId", shardId);
            writer.WriteString("startSequenceNumber", givenUp.Records[0].SequenceNumber);
            writer.WriteString("endSequenceNumber", givenUp.Records[^1].SequenceNumber);
            writer.WriteString("approximateArrivalOfFirstRecord", Iso(givenUp.Records[0].Arrival));
            writer.WriteString("approximateArrivalOfLastRecord", Iso(givenUp.Records[^1].Arrival));
            writer.WriteNumber("batchSize", givenUp.Records.Count);
            writer.WriteString("streamArn", mapping.StreamArn);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
