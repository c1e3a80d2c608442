namespace Shardwise.Local.EventSources;

/// <summary>Reads a shard by GetRecords, as a mapping does whose source is the stream itself.</summary>
/// <param name="mapping">The mapping.</param>
/// <param name="shardId">The shard.</param>
/// <param name="checkpoint">The last record that is settled; null where none is.</param>
/// <param name="startAt">Where to begin then; null is the shard's beginning.</param>
/// <param name="kinesis">Makes the calls.</param>
/// <param name="clock">Simulated time.</param>
/// <param name="say">Hears of a shard that cannot be read.</param>
internal sealed class PollingFeed(
    EventSourceMappingDefinition mapping, string shardId, string? checkpoint, DateTimeOffset? startAt, KinesisClient kinesis, TimeProvider clock,
    Action<string> say) : IRecordFeed
{
    // A read now and then without being woken keeps the iterator fresh, and finds what nobody announced.
    private static readonly TimeSpan IdleRead = TimeSpan.FromSeconds(5);

    // Kinesis quotas: five GetRecords calls a second and shard; simulated time.
    private static readonly TimeSpan ReadInterval = TimeSpan.FromMilliseconds(200);

    // The GetRecords API reference.
    private const int MostRecords = 10_000;

    private readonly WakeSignal _wake = new();
    private readonly FeedBackoff _backoff = new(mapping, shardId, say);
    private string? _iterator;
    private string? _lastRead = checkpoint;
    private bool _mayHaveMore = true;
    private long? _readAt;

    public bool IsAtEnd { get; private set; }

    public void Wake() => _wake.Set();

    public async Task<IReadOnlyList<StreamRecord>> ReadAsync(int limit, CancellationToken cancellationToken)
    {
        if (!_mayHaveMore)
        {
            await _wake.WaitAsync(IdleRead, TimeProvider.System, cancellationToken);
        }

        try
        {
            await SpaceAsync(cancellationToken);
            _iterator ??= await kinesis.GetIteratorAsync(mapping.StreamName, shardId, _lastRead, startAt, cancellationToken);
            var read = await kinesis.GetRecordsAsync(_iterator, Math.Clamp(limit, 1, MostRecords), cancellationToken);
            _backoff.Succeeded();
            _iterator = read.NextIterator;
            IsAtEnd = read.NextIterator is null;
            // A page may end before the tip of the shard, at its size; an empty one tells that nothing is left.
            _mayHaveMore = read.Records.Count > 0;
            _lastRead = read.Records.Count > 0 ? read.Records[^1].SequenceNumber : _lastRead;
            return read.Records;
        }
        catch (KinesisCallException exception)
        {
            if (exception.MayBeIterator)
            {
                _iterator = null;
            }

            await _backoff.FailedAsync(exception, cancellationToken);
            return [];
        }
    }

    public void Dispose()
    {
    }

    private async Task SpaceAsync(CancellationToken cancellationToken)
    {
        if (_readAt is { } before && ReadInterval - clock.GetElapsedTime(before) is var early && early > TimeSpan.Zero)
        {
            await Task.Delay(early, clock, cancellationToken);
        }

        _readAt = clock.GetTimestamp();
    }
}
