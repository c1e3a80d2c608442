using System.Globalization;

namespace Shardwise.Local.Firehose;

/// <summary>Gathers records for a bucket, a buffer for each partition, and puts them as objects.</summary>
internal sealed class S3Delivery(
    DeliveryStreamDefinition stream, S3Target target, PrefixTemplate prefix, IObjectFormat format, DeliveryLog log, FirehoseContext context)
    : IAsyncDisposable
{
    // How long the service tries to put an object before its records are lost.
    private static readonly TimeSpan LongestTry = TimeSpan.FromHours(24);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    // Idle buffers are kept up to so many; keys that come once must not pile up.
    private const int KeptBuffers = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, TimedBuffer<DeliveryItem>> _buffers = new(StringComparer.Ordinal);

    /// <summary>Takes records that the format cannot hold; set once, before the first record.</summary>
    public Action<IReadOnlyList<FailedRecord>> Failed { get; init; } = _ => { };

    public (int Count, long Bytes) Gathered
    {
        get
        {
            lock (_lock)
            {
                var gathered = _buffers.Values.Select(buffer => buffer.Gathered).ToList();
                return (gathered.Sum(one => one.Count), gathered.Sum(one => one.Bytes));
            }
        }
    }

    /// <summary>Gathers records for one partition; false where that would be one more than the most that are allowed at a time.</summary>
    public bool TryAdd(PrefixValues values, IEnumerable<DeliveryItem> items, int mostPartitions = int.MaxValue)
    {
        lock (_lock)
        {
            string partition = prefix.PartitionOf(values);
            if (!_buffers.TryGetValue(partition, out var buffer))
            {
                Prune();
                if (_buffers.Count >= mostPartitions)
                {
                    return false;
                }

                buffer = new TimedBuffer<DeliveryItem>(
                    target.Buffer, context.Clock, item => item.Body.Length, batch => DeliverAsync(values, batch), Fault);
                _buffers.Add(partition, buffer);
            }

            buffer.Add(items);
            return true;
        }
    }

    public Task FlushAsync()
    {
        lock (_lock)
        {
            return Task.WhenAll(_buffers.Values.Select(buffer => buffer.FlushAsync()));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var buffer in _buffers.Values)
        {
            await buffer.DisposeAsync();
        }
    }

    private void Fault(Exception exception) => context.Fault(stream.LogicalId, exception);

    private void Prune()
    {
        if (_buffers.Count < KeptBuffers)
        {
            return;
        }

        foreach (var (partition, buffer) in _buffers.Where(entry => entry.Value.IsIdle).ToList())
        {
            _buffers.Remove(partition);
            _ = buffer.DisposeAsync();
        }
    }

    private async Task DeliverAsync(PrefixValues values, IReadOnlyList<DeliveryItem> items)
    {
        try
        {
            var formatted = await format.FormatAsync(items, context.Stopping);
            if (formatted.Failed.Count > 0)
            {
                Failed(formatted.Failed);
            }

            var failed = formatted.Failed.Select(failure => failure.Record).ToHashSet();
            var delivered = items.Where(item => !failed.Contains(item.Record)).ToList();
            if (formatted.Body is { } body && delivered.Count > 0)
            {
                var oldest = delivered.Min(item => item.Record.Arrival);
                await PutAsync(Name(values, oldest, formatted.Extension), body, formatted.ContentEncoding, delivered, oldest);
            }
        }
        catch (OperationCanceledException) when (context.Stopping.IsCancellationRequested)
        {
        }
    }

    private string Name(PrefixValues values, DateTimeOffset oldest, string extension)
    {
        var local = TimeZoneInfo.ConvertTime(oldest, target.TimeZone);
        // Errors keep no extension: they are lines of JSON whatever the records are.
        string ending = values.ErrorType is null ? target.FileExtension ?? extension : "";
        return prefix.Evaluate(values, oldest, target.TimeZone)
            + string.Create(CultureInfo.InvariantCulture, $"{stream.Name}-1-{local:yyyy-MM-dd-HH-mm-ss}-{Guid.NewGuid()}{ending}");
    }

    private async Task PutAsync(string key, byte[] body, string? contentEncoding, List<DeliveryItem> items, DateTimeOffset oldest)
    {
        var begin = context.Clock.GetUtcNow();
        for (int tries = 1; ; tries++)
        {
            try
            {
                if (context.Refusal(target.RoleArn, "s3:PutObject", $"arn:aws:s3:::{target.Bucket}/{key}") is { } refusal)
                {
                    throw new AwsError("AccessDenied", refusal, 403);
                }

                await context.Objects.PutAsync(target.Bucket, key, body, contentEncoding, context.Stopping);
                log.Put(target.Bucket, key, body.Length, items, oldest);
                return;
            }
            catch (Exception exception) when (exception is AwsError or IOException or UnauthorizedAccessException)
            {
                log.Failed();
                if (tries == 1)
                {
                    context.Say(stream.LogicalId, $"s3://{target.Bucket}/{key} cannot be put: {exception.Message} It is tried on for 24 hours.");
                }
            }

            if (context.Clock.GetUtcNow() - begin > LongestTry)
            {
                context.Say(
                    stream.LogicalId, $"{items.Count} records for s3://{target.Bucket}/{key} are lost: the object could not be put for 24 hours");
                items.ForEach(item => item.Record.Receipt.Settle());
                return;
            }

            var pause = TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, ShortestPause.TotalSeconds * Math.Pow(2, Math.Min(tries - 1, 10))));
            await Task.Delay(pause * (0.85 + (Random.Shared.NextDouble() * 0.3)), context.Clock, context.Stopping);
        }
    }
}
