namespace Shardwise.Local.Sqs;

/// <summary>What SQS tells CloudWatch of each queue, a minute at a time.</summary>
internal sealed class QueueMetrics(SqsQueues queues, MetricStore metrics, TimeProvider clock)
{
    /// <summary>Adds how queues are now, to the minute that has just ended.</summary>
    public void Sample()
    {
        var now = clock.GetUtcNow();
        foreach (var queue in queues.All)
        {
            var (visible, inFlight, delayed) = queue.Counts;
            Add(queue, "ApproximateNumberOfMessagesVisible", visible, now);
            Add(queue, "ApproximateNumberOfMessagesNotVisible", inFlight, now);
            Add(queue, "ApproximateNumberOfMessagesDelayed", delayed, now);
            Add(queue, "ApproximateAgeOfOldestMessage", queue.Peek() is [var oldest, ..] ? Math.Floor((now - oldest.Sent).TotalSeconds) : 0, now);
        }
    }

    private void Add(SqsQueue queue, string name, double value, DateTimeOffset now) => metrics.Add(
        "AWS/SQS", name, new Dictionary<string, string> { ["QueueName"] = queue.Name },
            new MetricDatapoint(now.AddSeconds(-30), 1, value, value, value));
}
