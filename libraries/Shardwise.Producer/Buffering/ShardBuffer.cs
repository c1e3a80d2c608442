namespace Shardwise.Producer;

/// <summary>What waits for one shard: Kinesis records in order, and the aggregate that is being filled.</summary>
internal sealed class ShardBuffer(OpenShard shard, ProducerOptions options, BuilderPool builders)
{
    private readonly LinkedList<OutgoingRecord> _ready = [];
    // Where the shard is not known, neither is its rate.
    private readonly ShardRate? _rate = shard.Id is null ? null : new(options.RateLimit);
    private OutgoingRecord? _open;
    private TimeSpan _resumeAt;
    private TimeSpan _refusedAt;
    private int _failures;
    private bool _answerTookSome;
    private bool _answerRefusedSome;

    public OpenShard Shard => shard;

    public bool Aggregates => shard.Id is not null && options.AggregationEnabled;

    // Where the service chooses the shards there is no order to keep.
    private bool PreservesOrder => options.PreserveOrder && !shard.IsChosenByService;

    /// <summary>Sends nothing until the shard map is read again.</summary>
    public bool IsHeld { get; set; }

    public int InFlight { get; private set; }

    public int ReadyCount => _ready.Count;

    public long ReadyBytes { get; private set; }

    public bool IsEmpty => _ready.Count == 0 && _open is null;

    /// <summary>When its first record is to be sent at the latest.</summary>
    public TimeSpan DueAt => (_ready.First?.Value ?? _open)?.FlushAt ?? TimeSpan.MaxValue;

    /// <summary>Whether a Kinesis record made under another map can stay as it is; one that could share is better made anew.</summary>
    public bool TakesWhole(OutgoingRecord record) =>
        record.UserRecords.Count > 1 ? Aggregates : !Aggregates || record.Size > options.AggregationMaxSize;

    /// <summary>Adds a user record.</summary>
    /// <param name="pending">The user record.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="flushAt">When it is to be sent at the latest.</param>
    /// <returns>From when on there is something to do for it; <see cref="TimeSpan.MaxValue"/> if only for what was there before.</returns>
    public TimeSpan Add(PendingRecord pending, in UserRecordContent content, TimeSpan flushAt)
    {
        (string? partitionKey, ReadOnlyMemory<byte> data, string? explicitHashKey) = content;
        if (!Aggregates || partitionKey is null || pending.Size > options.AggregationMaxSize)
        {
            Append(new OutgoingRecord(pending, partitionKey, data.Span, explicitHashKey, flushAt));
            return TimeSpan.Zero;
        }

        bool wasEmpty = IsEmpty;
        if (_open?.TryAdd(pending, partitionKey, data.Span, explicitHashKey, flushAt) != true)
        {
            CloseOpen();
            _open = new OutgoingRecord(builders);
            _open.TryAdd(pending, partitionKey, data.Span, explicitHashKey, flushAt);
        }

        if (_open.UserRecords.Count >= options.AggregationMaxCount)
        {
            CloseOpen();
            return TimeSpan.Zero;
        }

        return wasEmpty ? flushAt : _open.UserRecords.Count == 1 ? TimeSpan.Zero : TimeSpan.MaxValue;
    }

    /// <summary>Adds a Kinesis record behind all others.</summary>
    public void Append(OutgoingRecord record)
    {
        CloseOpen();
        _ready.AddLast(record);
        ReadyBytes += record.Size;
    }

    /// <summary>When something could be sent, due or not; <see cref="TimeSpan.MaxValue"/> while only an answer or a new map can tell.</summary>
    public TimeSpan FreeAt(TimeSpan now)
    {
        if (IsEmpty || IsHeld || (PreservesOrder && InFlight > 0))
        {
            return TimeSpan.MaxValue;
        }

        TimeSpan freeAt = _rate?.FreeAt(now) ?? now;
        return freeAt > _resumeAt ? freeAt : _resumeAt;
    }

    /// <summary>Takes the next Kinesis record if one may go now and <paramref name="batch"/> takes it.</summary>
    public bool TryMoveTo(PutBatch batch, TimeSpan now)
    {
        if (FreeAt(now) > now)
        {
            return false;
        }

        if (_ready.Count == 0 && _open!.FlushAt <= now)
        {
            CloseOpen();
        }

        if (_ready.First is not { Value: var record } || !batch.TryAdd(this, record))
        {
            return false;
        }

        TakeFirst();
        _rate?.Take(record.Size);
        InFlight++;
        return true;
    }

    /// <summary>A Kinesis record came back and needs no further try here.</summary>
    public void Settle(bool accepted)
    {
        InFlight--;
        _answerTookSome |= accepted;
    }

    /// <summary>A Kinesis record came back and is to be tried again, before all others. Of several, the last first.</summary>
    public void PutBack(OutgoingRecord record)
    {
        InFlight--;
        _ready.AddFirst(record);
        ReadyBytes += record.Size;
    }

    /// <summary>Notes that the answer at hand refused something.</summary>
    public void Refused() => _answerRefusedSome = true;

    /// <summary>
    /// Draws the conclusion from an answer whose records were all settled or put back: after a refusal the shard waits. A call that was
    /// sent before the last refusal came is no news, since calls in flight together fail together.
    /// </summary>
    public void EndOfAnswer(TimeSpan sentAt, TimeSpan now)
    {
        if (_answerRefusedSome && (_failures == 0 || sentAt > _refusedAt))
        {
            // A shard that takes something lives: the wait does not grow.
            _failures = _answerTookSome ? 1 : _failures + 1;
            _refusedAt = now;
            _resumeAt = now + Backoff.After(_failures, options.RetryDelay, options.MaxRetryDelay);
        }
        else if (_answerTookSome && !_answerRefusedSome)
        {
            _failures = 0;
        }

        _answerTookSome = false;
        _answerRefusedSome = false;
    }

    /// <summary>When the first record's time to live is over.</summary>
    public TimeSpan ExpiresAt => (_ready.First?.Value ?? _open) is { } first && options.RecordTtl != Timeout.InfiniteTimeSpan
        ? first.YoungestAddedAt + options.RecordTtl
        : TimeSpan.MaxValue;

    /// <summary>Takes out the first record; there must be one.</summary>
    public OutgoingRecord TakeFirst()
    {
        if (_ready.Count == 0)
        {
            CloseOpen();
        }

        OutgoingRecord first = _ready.First!.Value;
        _ready.RemoveFirst();
        ReadyBytes -= first.Size;
        return first;
    }

    /// <summary>Takes out everything, in order.</summary>
    public IReadOnlyList<OutgoingRecord> TakeAll()
    {
        CloseOpen();
        OutgoingRecord[] all = [.. _ready];
        _ready.Clear();
        ReadyBytes = 0;
        return all;
    }

    /// <summary>Has everything sent without waiting for its age.</summary>
    public void Flush(TimeSpan now)
    {
        CloseOpen();
        foreach (OutgoingRecord record in _ready)
        {
            record.FlushAt = record.FlushAt < now ? record.FlushAt : now;
        }
    }

    private void CloseOpen()
    {
        if (_open is { } full)
        {
            _open = null;
            full.Close();
            _ready.AddLast(full);
            ReadyBytes += full.Size;
        }
    }
}
