namespace Shardwise.Local.EventSources;

/// <summary>
/// Has a shard's records pushed by SubscribeToShard, as a mapping does whose source is a registered consumer; subscribes again when one ends.
/// </summary>
internal sealed class SubscriptionFeed(
    EventSourceMappingDefinition mapping, string consumerArn, string shardId, string? checkpoint, DateTimeOffset? startAt, KinesisClient kinesis,
    Action<string> say) : IRecordFeed
{
    private readonly FeedBackoff _backoff = new(mapping, shardId, say);
    private IAsyncEnumerator<SubscriptionEvent>? _subscription;
    private string? _position = checkpoint;

    public bool IsAtEnd { get; private set; }

    // Whatever is new is pushed.
    public void Wake()
    {
    }

    public async Task<IReadOnlyList<StreamRecord>> ReadAsync(int limit, CancellationToken cancellationToken)
    {
        try
        {
            _subscription ??= kinesis.SubscribeAsync(consumerArn, shardId, _position, startAt, cancellationToken)
                .GetAsyncEnumerator(cancellationToken);
            if (!await _subscription.MoveNextAsync())
            {
                // Its five minutes are over.
                await EndAsync();
                return [];
            }

            _backoff.Succeeded();
            var pushed = _subscription.Current;
            _position = pushed.ContinueAfter ?? _position;
            IsAtEnd = pushed.IsLast;
            return pushed.Records;
        }
        catch (KinesisCallException exception)
        {
            await EndAsync();
            await _backoff.FailedAsync(exception, cancellationToken);
            return [];
        }
    }

    public void Dispose()
    {
        // The connection ends with the token that it was opened with.
    }

    private async Task EndAsync()
    {
        if (_subscription is not null)
        {
            await _subscription.DisposeAsync();
            _subscription = null;
        }
    }
}
