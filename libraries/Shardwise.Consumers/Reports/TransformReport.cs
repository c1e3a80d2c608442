using System.Text.Json;

namespace Shardwise.Consumers;

/// <summary>The lines of one invocation of a <see cref="FirehoseTransform"/>.</summary>
internal static class TransformReport
{
    private static readonly (string Name, string Unit)[] Metrics =
    [
        ("TransformedRecords", "Count"),
        ("DroppedRecords", "Count"),
        ("FailedRecords", "Count"),
        ("PutBackRecords", "Count"),
    ];

    public static void Write(Stream output, TransformBatch batch, string functionName, DateTimeOffset now) =>
        ReportLines.Write(output, json => WriteLog(json, batch), json => WriteMetrics(json, batch, functionName, now));

    private static void WriteLog(Utf8JsonWriter json, TransformBatch batch)
    {
        json.WriteString("event", "transform");
        json.WriteString("deliveryStream", batch.Event.DeliveryStreamArn);
        json.WriteString("invocation", batch.Event.InvocationId);
        json.WriteNumber("records", batch.Answers.Count);
        json.WriteNumber("ok", batch.Ok);
        json.WriteNumber("dropped", batch.Dropped);
        json.WriteNumber("failed", batch.Failed);
        json.WriteNumber("putBack", batch.Overflow.Count);
        if (batch.FirstReason is not null)
        {
            json.WriteString("firstFailureReason", batch.FirstReason);
        }
    }

    private static void WriteMetrics(Utf8JsonWriter json, TransformBatch batch, string functionName, DateTimeOffset now)
    {
        ReportLines.WriteDirective(json, now, Metrics);
        json.WriteString("FunctionName", functionName);
        json.WriteNumber("TransformedRecords", batch.Ok);
        json.WriteNumber("DroppedRecords", batch.Dropped);
        json.WriteNumber("FailedRecords", batch.Failed);
        json.WriteNumber("PutBackRecords", batch.Overflow.Count);
    }
}
