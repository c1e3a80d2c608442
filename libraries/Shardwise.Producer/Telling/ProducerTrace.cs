using System.Diagnostics;

namespace Shardwise.Producer;

/// <summary>An activity for each PutRecords call, where anybody listens; tags by the names of OpenTelemetry's conventions.</summary>
internal static class ProducerTrace
{
    private static readonly ActivitySource Source = new(KinesisProducer.ActivitySourceName);

    public static Activity? Start(string streamName, PutBatch batch)
    {
        if (Source.StartActivity("PutRecords", ActivityKind.Producer) is not { } activity)
        {
            return null;
        }

        activity.DisplayName = $"send {streamName}";
        activity.SetTag("aws.kinesis.stream_name", streamName);
        activity.SetTag("messaging.operation.name", "send");
        activity.SetTag("messaging.batch.message_count", batch.Entries.Count);
        activity.SetTag("shardwise.user_records", batch.Entries.Sum(entry => entry.Record.UserRecords.Count));
        return activity;
    }

    /// <summary>Whatever was refused is told by its number; a call of which nothing was taken is an error.</summary>
    public static void Settle(Activity? activity, IReadOnlyList<PutOutcome> outcomes)
    {
        if (activity is null)
        {
            return;
        }

        var refused = outcomes.Where(outcome => outcome.Error is not null).ToList();
        activity.SetTag("shardwise.refused", refused.Count);
        if (refused.Count == outcomes.Count)
        {
            PutError error = refused[0].Error!;
            activity.SetTag("error.type", error.Code);
            activity.SetStatus(ActivityStatusCode.Error, error.Message);
        }
    }
}
