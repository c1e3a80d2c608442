using Shardwise.Kpl;

namespace Shardwise.Producer;

/// <summary>
/// Everything that a producer holds, and every decision about it: what goes when, what is tried again, what is given up. It does no
/// I/O and has no clock; its owner's lock guards it.
/// </summary>
internal sealed class RecordBuffer
{
    private const string NoKey = "it has no partition key, and the stream distributes its records by it (RecordDistributionStrategy is not AUTO)";

    private readonly string _streamName;
    private readonly ProducerOptions _options;
    private readonly ProducerCounters _counters;
    private readonly BuilderPool _builders;
    private readonly Room _room;
    private readonly ShardMapWatch _map;
    private readonly HashSet<PutBatch> _inFlight = [];
    private ShardBuffer[] _shards;
    private IReadOnlyList<OpenShard>? _nextMap;
    private List<FlushEpoch> _sealed = [];
    private FlushEpoch _epoch = new();
    private int _firstShard;
    private string? _givenUp;

    public RecordBuffer(string streamName, ProducerOptions options, ProducerCounters counters)
    {
        (_streamName, _options, _counters) = (streamName, options, counters);
        _builders = new BuilderPool(options.AggregationMaxSize);
        _room = new Room(options.MaxBufferedBytes);
        _map = new ShardMapWatch(options);
        // Held until the first read of the map has come to something.
        _shards = [new ShardBuffer(OpenShard.Unknown, options, _builders) { IsHeld = true }];
    }

    public ProducerStatistics Statistics => _counters.Snapshot() with
    {
        ShardMapReads = _map.Reads,
        BufferedBytes = _room.Used,
        PeakBufferedBytes = _room.Peak,
    };

    private bool IsEmpty => _inFlight.Count == 0 && Array.TrueForAll(_shards, shard => shard.IsEmpty);

    /// <summary>Makes the promise for a user record.</summary>
    public PendingRecord Promise(in UserRecordContent content, UInt128 hashKey, int size)
    {
        _epoch.Enter();
        return new PendingRecord(hashKey, size, content.ExplicitHashKey?.Length ?? 0, _epoch);
    }

    /// <summary>Takes a user record in if there is room.</summary>
    /// <returns>
    /// Null if there is no room; else from when on there is something to do, <see cref="TimeSpan.MaxValue"/> if not because of it.
    /// </returns>
    public TimeSpan? TryAdd(PendingRecord pending, in UserRecordContent content, TimeSpan now) =>
        _room.TryTake(pending.Cost) ? Add(pending, content, now) : null;

    /// <summary>Lets a user record wait for room.</summary>
    public void Wait(WaitingRecord waiting) => _room.Wait(waiting);

    /// <summary>Its caller does not wait any more.</summary>
    public void Leave(WaitingRecord waiting, TimeSpan now)
    {
        waiting.Pending.Epoch.Leave();
        AdmitWaiting(now);
    }

    /// <summary>Whether to read the shard map now.</summary>
    public bool ShouldReadMap(TimeSpan now)
    {
        if (_map.ReadAt > now || (IsEmpty && !_room.HasWaiting))
        {
            return false;
        }

        _map.Begin();
        return true;
    }

    /// <summary>A read of the shard map has ended, with null for the map if it failed.</summary>
    public void EndMapRead(ShardMap? read, bool isFinal, TimeSpan now)
    {
        if (_map.End(read, isFinal, now) is { } shards)
        {
            IReadOnlyList<OpenShard> map = shards.Count > 0 ? shards : [OpenShard.Unknown];
            bool isNew = !map.SequenceEqual(_shards.Select(shard => shard.Shard));
            _nextMap = isNew || Array.Exists(_shards, shard => shard.IsHeld) ? map : null;
        }
    }

    /// <summary>Gives up what is too old, and takes out what is to be sent now.</summary>
    public IReadOnlyList<PutBatch> Collect(TimeSpan now)
    {
        GiveUpExpired(now);
        if (_nextMap is not null && !TryReroute(now))
        {
            return [];
        }

        List<PutBatch> batches = [];
        while (_inFlight.Count < _options.MaxConcurrentRequests && IsWorthSending(now))
        {
            PutBatch batch = Fill(new PutBatch(_options, now), now);
            batches.Add(batch);
            _inFlight.Add(batch);
        }

        return batches;
    }

    /// <summary>When <see cref="Collect"/> or <see cref="ShouldReadMap"/> may have something to do again, if nothing comes before.</summary>
    public TimeSpan NextDue(TimeSpan now)
    {
        bool maySend = _inFlight.Count < _options.MaxConcurrentRequests && _nextMap is null;
        bool hasWaiting = _room.HasWaiting;
        TimeSpan due = IsEmpty ? TimeSpan.MaxValue : _map.ReadAt;
        foreach (ShardBuffer shard in _shards)
        {
            due = Earlier(due, shard.ExpiresAt);
            if (maySend)
            {
                TimeSpan dueAt = hasWaiting && shard.ReadyCount > 0 ? now : shard.DueAt;
                due = Earlier(due, Later(shard.FreeAt(now), dueAt));
            }
        }

        return due;
    }

    /// <summary>Takes back what a call carried.</summary>
    public void Settle(PutBatch batch, IReadOnlyList<PutOutcome> outcomes, TimeSpan now)
    {
        if (!_inFlight.Remove(batch))
        {
            return;
        }

        _counters.Requests++;
        // Backwards, so that what is put back keeps its order.
        for (int i = outcomes.Count - 1; i >= 0; i--)
        {
            (ShardBuffer shard, OutgoingRecord record) = batch.Entries[i];
            record.Attempts++;
            if (outcomes[i].Error is { } error)
            {
                SettleRefused(shard, record, error, isOnly: outcomes.Count == 1);
            }
            else
            {
                SettleTaken(shard, record, outcomes[i].ShardId!, outcomes[i].SequenceNumber!, now);
            }
        }

        foreach ((ShardBuffer shard, _) in batch.Entries)
        {
            shard.EndOfAnswer(batch.SentAt, now);
        }

        AdmitWaiting(now);
    }

    /// <summary>Has everything sent as soon as it may.</summary>
    /// <returns>What is done when every user record added so far is accepted or given up.</returns>
    public Task Flush(TimeSpan now)
    {
        foreach (ShardBuffer shard in _shards)
        {
            shard.Flush(now);
        }

        _epoch.Seal();
        _sealed.Add(_epoch);
        _sealed = _sealed.FindAll(epoch => !epoch.Settled.IsCompleted);
        _epoch = new FlushEpoch();
        return Task.WhenAll(_sealed.Select(epoch => epoch.Settled));
    }

    /// <summary>Gives up everything, also what comes back later without having been accepted.</summary>
    public void GiveUp(string reason, TimeSpan now)
    {
        _givenUp = reason;
        foreach (WaitingRecord waiting in _room.TakeWaiting())
        {
            Fail(waiting.Pending, reason, 0, null);
            waiting.TellBuffered();
        }

        foreach (OutgoingRecord record in _shards.SelectMany(shard => shard.TakeAll()).ToArray())
        {
            GiveUp(record, reason, record.LastError);
        }

        AdmitWaiting(now);
    }

    /// <summary>Gives up what calls carry that have not come back: whatever they bring is not waited for any more.</summary>
    public void GiveUpInFlight(string reason)
    {
        foreach ((_, OutgoingRecord record) in _inFlight.SelectMany(batch => batch.Entries))
        {
            record.Attempts++;
            GiveUp(record, reason, record.LastError);
        }

        _inFlight.Clear();
    }

    private TimeSpan Add(PendingRecord pending, in UserRecordContent content, TimeSpan now)
    {
        pending.AddedAt = now;
        _counters.UserRecordsAdded++;
        // One that waited for room while a flush began belongs to the flush.
        TimeSpan flushAt = pending.Epoch.IsSealed ? now : now + _options.RecordMaxBufferedTime;
        ShardBuffer shard = ShardOf(pending.HashKey);
        if (content.PartitionKey is null && shard.Shard.Id is not null)
        {
            _room.Give(pending.Cost);
            Fail(pending, NoKey, 0, null);
            return TimeSpan.MaxValue;
        }

        return shard.Add(pending, content, flushAt);
    }

    private void AdmitWaiting(TimeSpan now)
    {
        while (_room.TryAdmit() is { } waiting)
        {
            Add(waiting.Pending, waiting.Content, now);
            waiting.TellBuffered();
        }
    }

    private void GiveUpExpired(TimeSpan now)
    {
        bool gaveUp = false;
        foreach (ShardBuffer shard in _shards)
        {
            while (shard.ExpiresAt <= now)
            {
                OutgoingRecord record = shard.TakeFirst();
                GiveUp(record, $"its time to live of {_options.RecordTtl} was over", record.LastError);
                gaveUp = true;
            }
        }

        if (gaveUp)
        {
            AdmitWaiting(now);
        }
    }

    private bool IsWorthSending(TimeSpan now)
    {
        bool hasWaiting = _room.HasWaiting;
        long count = 0, bytes = 0;
        foreach (ShardBuffer shard in _shards)
        {
            if (shard.FreeAt(now) > now)
            {
                continue;
            }

            if (shard.DueAt <= now)
            {
                return true;
            }

            count += shard.ReadyCount;
            bytes += shard.ReadyBytes;
        }

        return count >= _options.CollectionMaxCount || bytes >= _options.CollectionMaxSize || (hasWaiting && count > 0);
    }

    // Each call begins with another shard, so that none with a long queue keeps others out.
    private PutBatch Fill(PutBatch batch, TimeSpan now)
    {
        for (int i = 0; i < _shards.Length; i++)
        {
            ShardBuffer shard = _shards[(_firstShard + i) % _shards.Length];
            while (shard.TryMoveTo(batch, now))
            {
            }
        }

        _firstShard = (_firstShard + 1) % _shards.Length;
        return batch;
    }

    private void SettleTaken(ShardBuffer shard, OutgoingRecord record, string shardId, string sequenceNumber, TimeSpan now)
    {
        bool isForeseen = shard.Shard.Id is null || shard.Shard.Id == shardId;
        bool isForeign = false;
        if (!isForeseen)
        {
            shard.IsHeld = true;
            isForeign = NoteUnforeseen(record, shardId, now);
        }

        // What is of one hash key cannot be on a shard that owns a part of it only.
        bool isWhole = isForeign ? record.UserRecords.Count == 1 : record.LowestHashKey == record.HighestHashKey;
        if (isForeseen || !_options.ResendMisplaced || isWhole || _givenUp is not null)
        {
            shard.Settle(accepted: true);
            Accept(record, shardId, sequenceNumber, now);
            return;
        }

        // A consumer on the KCL drops an aggregate that holds a user record of another shard: the new map tells whether this one does.
        record.FoundOn = (shardId, sequenceNumber);
        string message = $"It was put on {shardId}, which does not own all of its aggregate.";
        record.LastError = new PutError("WrongShard", message, PutErrorKind.Ambiguous);
        shard.PutBack(record);
    }

    // What a shard owns never changes: one that takes what it does not own was chosen by the service, and by no key.
    private bool NoteUnforeseen(OutgoingRecord record, string shardId, TimeSpan now)
    {
        OpenShard? known = Array.Find(_shards, open => open.Shard.Id == shardId)?.Shard ?? _nextMap?.FirstOrDefault(open => open.Id == shardId);
        if (known is null)
        {
            _map.Invalidate(shardId);
        }
        else if (!known.Range.Contains(record.PlacingHashKey))
        {
            _map.TellChosenByService(now);
            _nextMap = [OpenShard.ChosenByService];
            return true;
        }

        return false;
    }

    private void SettleRefused(ShardBuffer shard, OutgoingRecord record, PutError error, bool isOnly)
    {
        record.LastError = error;
        if (error.Kind == PutErrorKind.Throttled)
        {
            _counters.KinesisRecordsThrottled++;
            _counters.UserRecordsThrottled += record.UserRecords.Count;
        }

        if (_givenUp is not null || error.Kind == PutErrorKind.Final || (error.Kind == PutErrorKind.Invalid && isOnly))
        {
            shard.Settle(accepted: false);
            GiveUp(record, _givenUp ?? "it can never be accepted", error);
            return;
        }

        // One record that is not valid spoils the whole call: each by itself, only that one fails.
        record.Alone = error.Kind == PutErrorKind.Invalid;
        CountRetry(record, error.Kind);
        shard.Refused();
        shard.PutBack(record);
    }

    private void CountRetry(OutgoingRecord record, PutErrorKind kind)
    {
        _counters.KinesisRecordsRetried++;
        _counters.UserRecordsAmbiguous += kind == PutErrorKind.Ambiguous ? record.UserRecords.Count : 0;
    }

    private void Accept(OutgoingRecord record, string shardId, string sequenceNumber, TimeSpan now)
    {
        IReadOnlyList<PendingRecord> userRecords = record.UserRecords;
        _counters.Accepted(record, now);
        for (int i = 0; i < userRecords.Count; i++)
        {
            PendingRecord pending = userRecords[i];
            int? subSequenceNumber = userRecords.Count > 1 ? i : null;
            pending.TrySetResult(new ProducedRecord(shardId, sequenceNumber, subSequenceNumber, pending.EarlierAttempts + record.Attempts));
            _room.Give(pending.Cost);
            pending.Epoch.Leave();
        }
    }

    private void GiveUp(OutgoingRecord record, string reason, PutError? error)
    {
        foreach (PendingRecord pending in record.UserRecords)
        {
            _room.Give(pending.Cost);
            Fail(pending, reason, pending.EarlierAttempts + record.Attempts, error ?? pending.EarlierError);
        }
    }

    private void Fail(PendingRecord pending, string reason, int attempts, PutError? error)
    {
        _counters.UserRecordsFailed++;
        pending.TrySetException(
            new RecordNotAcceptedException(reason, _streamName, pending.HashKey, pending.Size, attempts, error, error?.Exception));
        pending.Epoch.Leave();
    }

    /// <summary>
    /// Goes by the new map, once nothing is in flight: what comes back then belongs to a shard that is still there, and no order is lost.
    /// </summary>
    private bool TryReroute(TimeSpan now)
    {
        if (_inFlight.Count > 0)
        {
            return false;
        }

        ShardBuffer[] old = _shards;
        OutgoingRecord[] waiting = [.. old.SelectMany(shard => shard.TakeAll())];
        _shards = [.. _nextMap!.Select(shard =>
            Array.Find(old, buffer => buffer.Shard == shard) ?? new ShardBuffer(shard, _options, _builders))];
        _nextMap = null;
        _firstShard = 0;
        foreach (ShardBuffer shard in _shards)
        {
            shard.IsHeld = false;
        }

        foreach (OutgoingRecord record in waiting)
        {
            Route(record, now);
        }

        AdmitWaiting(now);
        return true;
    }

    private void Route(OutgoingRecord record, TimeSpan now)
    {
        ShardBuffer shard = ShardOf(record.LowestHashKey);
        bool isOfOneShard = shard.Shard.Range.Contains(record.HighestHashKey);
        if (record.PartitionKey is null && shard.Shard.Id is not null)
        {
            GiveUp(record, NoKey, record.LastError);
            return;
        }

        if (record.FoundOn is { } found)
        {
            if (isOfOneShard && shard.Shard.Id == found.ShardId)
            {
                Accept(record, found.ShardId, found.SequenceNumber, now);
                return;
            }

            CountRetry(record, PutErrorKind.Ambiguous);
        }
        else if (isOfOneShard && shard.TakesWhole(record))
        {
            shard.Append(record);
            return;
        }

        foreach ((PendingRecord pending, UserRecordContent content) in record.TakeApart())
        {
            pending.EarlierAttempts += record.Attempts;
            pending.EarlierError = record.LastError;
            ShardOf(pending.HashKey).Add(pending, content, record.FlushAt);
        }
    }

    private ShardBuffer ShardOf(UInt128 hashKey)
    {
        (int low, int high) = (0, _shards.Length - 1);
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            (low, high) = _shards[middle].Shard.Range.Start <= hashKey ? (middle, high) : (low, middle - 1);
        }

        return _shards[low];
    }

    private static TimeSpan Earlier(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
