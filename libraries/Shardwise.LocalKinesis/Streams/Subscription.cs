namespace Shardwise.LocalKinesis.Streams;

/// <summary>One SubscribeToShard that goes on: where it stands and when it ends.</summary>
internal sealed class Subscription(KinesisStream stream, Consumer consumer, Shard shard, long position, DateTimeOffset startedAt,
    DateTimeOffset endsAt)
{
    private readonly CancellationTokenSource _ended = new();

    public KinesisStream Stream { get; } = stream;

    public Consumer Consumer { get; } = consumer;

    public Shard Shard { get; } = shard;

    public long Position { get; set; } = position;

    public DateTimeOffset StartedAt { get; } = startedAt;

    public DateTimeOffset EndsAt { get; } = endsAt;

    /// <summary>Cancelled when a newer call has taken its place, or its consumer or stream is gone.</summary>
    public CancellationToken Ended => _ended.Token;

    public void End() => _ended.Cancel();
}
