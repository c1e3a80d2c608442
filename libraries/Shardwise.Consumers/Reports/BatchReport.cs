using System.Text.Json;

namespace Shardwise.Consumers;

/// <summary>The lines of one invocation of a <see cref="StreamConsumer"/>.</summary>
internal static class BatchReport
{
    private static readonly (string Name, string Unit)[] Metrics =
    [
        ("UserRecords", "Count"),
        ("Processed", "Count"),
        ("DeadLettered", "Count"),
        ("Failures", "Count"),
        ("IteratorAge", "Milliseconds"),
        ("Lag", "Milliseconds"),
    ];

    public static void Write(Stream output, Batch batch, string? progressProblem, TimeSpan duration, DateTimeOffset now)
    {
        List<DeadLetter> letters = [.. batch.Letters];
        var processed = batch.Processed;
        ReportLines.Write(
            output,
            json => WriteLog(json, batch, processed, letters, duration, progressProblem),
            json => WriteMetrics(json, batch, processed, letters.Count, duration, now));
    }

    private static void WriteLog(
        Utf8JsonWriter json, Batch batch, int processed, List<DeadLetter> letters, TimeSpan duration, string? progressProblem)
    {
        json.WriteString("event", "batch");
        json.WriteString("stream", batch.Context.First.StreamArn);
        json.WriteString("shard", batch.Context.First.ShardId);
        json.WriteNumber("records", batch.Records.Count);
        json.WriteNumber("userRecords", processed + letters.Count);
        json.WriteNumber("processed", processed);
        json.WriteNumber("deadLettered", letters.Count);
        json.WriteString("failedAt", batch.Context.StoppedAt?.SequenceNumber);
        json.WriteNumber("durationMs", (long)duration.TotalMilliseconds);
        if (batch.Reason is not null)
        {
            json.WriteString("reason", batch.Reason);
        }

        if (progressProblem is not null)
        {
            json.WriteString("progressProblem", progressProblem);
        }

        if (letters.Count > 0)
        {
            json.WriteString("firstDeadLetterReason", letters[0].Reason);
        }
    }

    private static void WriteMetrics(Utf8JsonWriter json, Batch batch, int processed, int deadLettered, TimeSpan duration, DateTimeOffset now)
    {
        ReportLines.WriteDirective(json, now, Metrics);
        json.WriteString("FunctionName", batch.Context.Lambda.FunctionName);
        json.WriteNumber("UserRecords", processed + deadLettered);
        json.WriteNumber("Processed", processed);
        json.WriteNumber("DeadLettered", deadLettered);
        json.WriteNumber("Failures", batch.Context.StoppedAt is null ? 0 : 1);

        // As AWS/Lambda counts it: how old the batch's last record was when the function got it.
        WriteAge(json, "IteratorAge", now - duration - batch.Records[^1].Position.ApproximateArrival);

        // The longest that a record of the batch waited until it was dealt with.
        WriteAge(json, "Lag", now - batch.Records[0].Position.ApproximateArrival);
    }

    private static void WriteAge(Utf8JsonWriter json, string name, TimeSpan age) => json.WriteNumber(name, Math.Max(0, (long)age.TotalMilliseconds));
}
