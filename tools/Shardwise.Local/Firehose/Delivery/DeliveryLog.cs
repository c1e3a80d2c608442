namespace Shardwise.Local.Firehose;

/// <summary>Counts what was put, tells CloudWatch, and settles the records.</summary>
/// <param name="series">What its metrics begin with: <c>DeliveryToS3</c> or <c>BackupToS3</c>.</param>
internal sealed class DeliveryLog(string series, FirehoseMetrics metrics, TimeProvider clock, Action<DeliveredObject> put)
{
    public void Put(string bucket, string key, int size, IReadOnlyList<DeliveryItem> items, DateTimeOffset oldest)
    {
        var now = clock.GetUtcNow();
        metrics.Add($"{series}.Success", 1);
        metrics.Add($"{series}.Records", items.Count);
        // Counted as they arrived, not as they are packed.
        metrics.Add($"{series}.Bytes", items.Sum(item => (double)item.Record.Original.Length));
        metrics.Add($"{series}.DataFreshness", Math.Max(0, (now - oldest).TotalSeconds));
        put(new DeliveredObject(bucket, key, items.Count, size, now));
        foreach (var item in items)
        {
            item.Record.Receipt.Settle();
        }
    }

    /// <summary>One try to put an object failed.</summary>
    public void Failed() => metrics.Add($"{series}.Success", 0);
}
