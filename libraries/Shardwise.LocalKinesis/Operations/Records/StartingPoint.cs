using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>From where a reader asks to read, checked and turned into a position; GetShardIterator and SubscribeToShard alike.</summary>
internal readonly record struct StartingPoint(string Type, string? Number, long? Milliseconds)
{
    private bool NeedsNumber => Type is "AT_SEQUENCE_NUMBER" or "AFTER_SEQUENCE_NUMBER";

    /// <exception cref="Refusal">It names no place in the shard.</exception>
    public long Resolve(KinesisStream stream, Shard shard, DateTimeOffset now)
    {
        if (NeedsNumber != Number is not null && Type != "AT_TIMESTAMP")
        {
            throw Refusals.IteratorAndNumber(Type, given: Number is not null);
        }

        if (NeedsNumber)
        {
            return PositionOfNumber(stream, shard);
        }

        Log.LogView view;
        lock (shard.Log.Gate)
        {
            view = shard.Log.View();
        }

        return Type switch
        {
            "LATEST" => view.EndPosition,
            "TRIM_HORIZON" => view.FirstPosition,
            _ => PositionOfTime(view, now.ToUnixTimeMilliseconds()),
        };
    }

    private long PositionOfTime(Log.LogView view, long now) => Milliseconds switch
    {
        null => throw Refusals.NoTimestamp(),
        { } time when time > now => throw Refusals.TimestampInFuture(time, now),
        { } time => view.FirstAtOrAfter(time),
    };

    private long PositionOfNumber(KinesisStream stream, Shard shard)
    {
        var number = SequenceNumber.Parse(Number!) ?? throw Refusals.StartInvalid(stream.Scope, stream.Name, shard.Id, Number!);
        if (number.ShardIndex != shard.Index)
        {
            throw Refusals.StartOfAnotherShard(Shard.IdOf(number.ShardIndex), shard.Id);
        }

        if (number.Version == 0)
        {
            // So does the real service.
            throw Refusals.InternalFailure();
        }

        if (number.Version != 2 || number.CreatedSecond != shard.CreatedSecond)
        {
            throw Refusals.StartOfAnotherStream(stream.Scope, stream.Name, shard.Id, Number!);
        }

        // Record n has counter n + 1; the shard's own start has 0 and its end the greatest.
        return number.Counter == SequenceNumber.EndCounter ? long.MaxValue
            : Type == "AT_SEQUENCE_NUMBER" ? Math.Max(0, number.Counter - 1)
            : number.Counter;
    }
}
