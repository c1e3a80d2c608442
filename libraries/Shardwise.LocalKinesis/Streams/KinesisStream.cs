using System.Globalization;

namespace Shardwise.LocalKinesis.Streams;

/// <summary>
/// One stream. <see cref="Gate"/> guards all but the records, which their shards' locks guard; a shard's lock may be taken under it, never the
/// reverse.
/// </summary>
internal sealed class KinesisStream
{
    private readonly StreamStore _store;
    private readonly List<Shard> _shards = [];
    private readonly List<DateTimeOffset> _updates = [];
    private readonly List<ITimer> _timers = [];
    private readonly OnDemandGrowth _growth = new();
    private Transition? _transition;

    // When the next change is due, in ticks: a call before that need not take the stream's lock.
    private long _due = long.MaxValue;
    private volatile Routes _routes = new([]);
    private volatile Shard[] _allShards = [];

    public KinesisStream(StreamStore store, Scope scope, string name, DateTimeOffset createdAt)
    {
        (_store, Scope, Name, CreatedAt) = (store, scope, name, createdAt);
        Arn = scope.ArnOf(name);
    }

    public Lock Gate { get; } = new();

    public Scope Scope { get; }

    public string Name { get; }

    public string Arn { get; }

    public DateTimeOffset CreatedAt { get; }

    public StreamStatus Status { get; set; }

    public string StatusText => TextOf(Status);

    public bool IsOnDemand { get; set; }

    /// <summary>The warm throughput asked for, in MiB/s; null when none was.</summary>
    public int? WarmThroughput { get; set; }

    public bool DistributesByItself { get; set; }

    public int RetentionHours { get; set; } = 24;

    public int MaxRecordKiB { get; set; } = 1024;

    /// <summary>The key that records are said to be encrypted with; null without encryption.</summary>
    public string? KeyId { get; set; }

    public string? Policy { get; set; }

    public SortedDictionary<string, string> Tags { get; init; } = new(StringComparer.Ordinal);

    public SortedSet<string> ShardLevelMetrics { get; init; } = new(StringComparer.Ordinal);

    public List<Consumer> Consumers { get; } = [];

    /// <summary>When the mode was switched, the last day's switches.</summary>
    public List<DateTimeOffset> ModeSwitches { get; } = [];

    /// <summary>Every shard that ever was, by index. A copy: safe to walk without a lock.</summary>
    public IReadOnlyList<Shard> Shards => _allShards;

    /// <summary>As <see cref="Shards"/>, with those of a reshard that is just being carried out. The lock is held.</summary>
    public IReadOnlyList<Shard> AllShards => _shards;

    /// <summary>The open shards.</summary>
    public Routes Routes => _routes;

    /// <summary>The open shard count that a running reshard leads to; null when none runs.</summary>
    public int? TargetShards { get; set; }

    /// <summary>Something was put, or a shard was closed.</summary>
    public Signal Changed { get; } = new();

    public static string TextOf(StreamStatus status) => status.ToString().ToUpperInvariant();

    /// <summary>The instant before which records are past their retention.</summary>
    public DateTimeOffset Horizon(DateTimeOffset now) => now - TimeSpan.FromHours(RetentionHours);

    public Shard? FindShard(int index) => index < _allShards.Length ? _allShards[index] : null;

    /// <summary>Whether a shard is still listed: open, or closed within the retention.</summary>
    public bool IsListed(Shard shard, DateTimeOffset now) => shard.ClosedSecond is not { } closed || closed >= Horizon(now).ToUnixTimeSeconds();

    /// <summary>The shards that took a closed shard's place.</summary>
    public IEnumerable<Shard> ChildrenOf(Shard parent) =>
        _allShards.Where(shard => shard.Parent == parent.Index || shard.AdjacentParent == parent.Index);

    public int UpdatesInDayBefore(DateTimeOffset now)
    {
        _updates.RemoveAll(at => at <= now - TimeSpan.FromDays(1));
        return _updates.Count;
    }

    public void CountUpdate(DateTimeOffset now) => _updates.Add(now);

    /// <summary>Keeps a status until its time is over, then does what it was for and is ACTIVE. The lock is held.</summary>
    public void Begin(StreamStatus during, TimeSpan lasts, DateTimeOffset now, Action<DateTimeOffset> complete)
    {
        Status = during;
        _transition = new Transition(now + lasts, complete);
        Schedule(lasts, now);
        _store.Save(this);
    }

    /// <summary>The shards that the most of an on-demand stream's last hour takes. The lock is held.</summary>
    public int NeededInLastHour(DateTimeOffset now) => _growth.NeededInLastHour(now);

    /// <summary>Lets an on-demand stream grow with what is offered to it.</summary>
    public void Offer(long bytes, int records, DateTimeOffset now)
    {
        lock (Gate)
        {
            var (open, isDue) = (_routes.Shards.Length, _growth.Due is not null);
            var lasts = _store.Options.ReshardDuration(open, open * 2);
            _growth.Offer(_store.Throughput, now, open, bytes, records, lasts);
            if (!isDue && _growth.Due is not null)
            {
                Schedule(lasts, now);
            }
        }
    }

    /// <summary>Completes what is due.</summary>
    public void Settle(DateTimeOffset now)
    {
        if (now.UtcTicks < Volatile.Read(ref _due))
        {
            return;
        }

        lock (Gate)
        {
            if (_transition is { } transition && transition.Due <= now)
            {
                _transition = null;
                if (Status is StreamStatus.Creating or StreamStatus.Updating)
                {
                    Status = StreamStatus.Active;
                }

                transition.Complete(now);
                if (Status != StreamStatus.Deleting)
                {
                    _store.Save(this);
                }
            }

            if (_growth.Due <= now && Status == StreamStatus.Active)
            {
                Grow(now);
            }

            foreach (var consumer in Consumers.Where(consumer => consumer.Due <= now).ToArray())
            {
                Settle(consumer);
            }

            Volatile.Write(ref _due, NextDue());
        }
    }

    /// <summary>
    /// Has the clock call <see cref="Settle(DateTimeOffset)"/>; without it a change is still seen by whoever asks. The lock is held.
    /// </summary>
    public void Schedule(TimeSpan lasts, DateTimeOffset now)
    {
        Volatile.Write(ref _due, Math.Min(_due, (now + lasts).UtcTicks));
        if (lasts > TimeSpan.Zero)
        {
            _timers.Add(_store.Clock.CreateTimer(_ => Settle(_store.Now), null, lasts + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan));
        }
    }

    /// <summary>No change comes by itself any more.</summary>
    public void StopTimers()
    {
        foreach (var timer in _timers)
        {
            timer.Dispose();
        }
    }

    /// <summary>Opens the shards of a new stream.</summary>
    public void OpenShards(int count)
    {
        // The real service's shards are a few seconds older than the call that made them.
        var second = CreatedAt.ToUnixTimeSeconds() - 2;
        foreach (var range in HashKeyRange.Cut(count))
        {
            AddShard(range, second, null, null);
        }

        Publish();
    }

    /// <summary>Splits and merges as told, all at one moment. The lock is held.</summary>
    public void Reshard(IReadOnlyList<ReshardStep> steps, DateTimeOffset now)
    {
        var open = new SortedList<UInt128, Shard>();
        foreach (var shard in _routes.Shards)
        {
            open.Add(shard.Range.Start, shard);
        }

        foreach (var step in steps)
        {
            if (step.IsSplit)
            {
                Split(open, step.At, now);
            }
            else
            {
                Merge(open, step.At, now);
            }
        }

        _store.Save(this);
        Publish();
        foreach (var closed in _shards.Where(shard => !shard.IsOpen))
        {
            closed.Changed.Pulse();
        }

        Changed.Pulse();
    }

    /// <summary>Takes over a shard that a file told of.</summary>
    public void Adopt(Shard shard) => _shards.Add(shard);

    public void Publish()
    {
        _allShards = [.. _shards];
        _routes = new Routes(_shards.Where(shard => shard.IsOpen));
    }

    /// <summary>What readers must not see again if the retention grows.</summary>
    public void ForgetExpired(DateTimeOffset now)
    {
        var horizon = Horizon(now).ToUnixTimeMilliseconds();
        foreach (var shard in _allShards)
        {
            lock (shard.Log.Gate)
            {
                shard.Log.RaiseFloor(shard.Log.View().FirstAtOrAfter(horizon));
                shard.Log.Trim(horizon);
            }
        }
    }

    public StreamSnapshot Snapshot(DateTimeOffset now)
    {
        lock (Gate)
        {
            var shards = _allShards;
            return new StreamSnapshot
            {
                Name = Name,
                Status = StatusText,
                OpenShards = _routes.Shards.Length,
                TargetShards = TargetShards,
                OperationsInLastDay = UpdatesInDayBefore(now),
                AcceptedRecords = shards.Sum(shard => shard.AcceptedRecords),
                AcceptedBytes = shards.Sum(shard => shard.AcceptedBytes),
                ThrottledRecords = shards.Sum(shard => shard.ThrottledRecords),
                ThrottledBytes = shards.Sum(shard => shard.ThrottledBytes),
                ReadRecords = shards.Sum(shard => shard.ReadRecords),
                ReadBytes = shards.Sum(shard => shard.ReadBytes),
                IteratorAge = shards.Select(shard => shard.ReadAge).DefaultIfEmpty().Max(),
                Shards = [.. shards.Select(SnapshotOf)],
            };
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}@{CreatedAt.ToUnixTimeMilliseconds()}");

    private static ShardSnapshot SnapshotOf(Shard shard)
    {
        lock (shard.Log.Gate)
        {
            return new ShardSnapshot
            {
                ShardId = shard.Id,
                StartingHashKey = shard.Range.Start,
                EndingHashKey = shard.Range.End,
                IsOpen = shard.IsOpen,
                AcceptedRecords = shard.AcceptedRecords,
                AcceptedBytes = shard.AcceptedBytes,
                ThrottledRecords = shard.ThrottledRecords,
                LastSequenceNumber = shard.Log.EndPosition == 0 ? null : shard.NumberOf(shard.Log.EndPosition - 1, shard.Log.LastArrival),
            };
        }
    }

    private long NextDue()
    {
        var due = new[] { _transition?.Due, _growth.Due }.Concat(Consumers.Select(consumer => consumer.Due)).OfType<DateTimeOffset>().ToArray();
        if (due.Length == 0)
        {
            StopTimers();
            _timers.Clear();
        }

        return due.Length == 0 ? long.MaxValue : due.Min().UtcTicks;
    }

    private void Settle(Consumer consumer)
    {
        consumer.Due = null;
        if (consumer.Status == StreamStatus.Creating)
        {
            consumer.Status = StreamStatus.Active;
            _store.Save(this);
            return;
        }

        foreach (var subscription in consumer.Subscriptions.Values)
        {
            subscription.End();
        }

        Consumers.Remove(consumer);
        _store.Save(this);
    }

    private void Grow(DateTimeOffset now)
    {
        _growth.Done();
        if (IsOnDemand)
        {
            var from = _routes.Shards.Length;
            Reshard([.. _routes.Shards.Select(shard =>
                new ReshardStep(IsSplit: true, shard.Range.Start + ((shard.Range.End - shard.Range.Start) / 2) + 1))], now);
            _store.Announce(this, new Resharded(Name, from, _routes.Shards.Length, now));
        }
    }

    private void Split(SortedList<UInt128, Shard> open, UInt128 at, DateTimeOffset now)
    {
        var parent = open.Values[LastAtOrBefore(open.Keys, at)];
        var closed = Close(parent, now);
        open[parent.Range.Start] = AddShard(new HashKeyRange(parent.Range.Start, at - 1), closed + 1, parent, null);
        open.Add(at, AddShard(new HashKeyRange(at, parent.Range.End), closed + 1, parent, null));
    }

    private void Merge(SortedList<UInt128, Shard> open, UInt128 at, DateTimeOffset now)
    {
        var upper = open.IndexOfKey(at);
        var (first, second) = (open.Values[upper - 1], open.Values[upper]);
        var closed = Math.Max(Close(first, now), Close(second, now));
        open.RemoveAt(upper);
        open[first.Range.Start] = AddShard(new HashKeyRange(first.Range.Start, second.Range.End), closed + 1, first, second);
    }

    private static int LastAtOrBefore(IList<UInt128> starts, UInt128 key)
    {
        var (low, high) = (0, starts.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = starts[middle] <= key ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    private static long Close(Shard shard, DateTimeOffset now)
    {
        lock (shard.Log.Gate)
        {
            var second = Math.Max(now.ToUnixTimeSeconds(), Math.Max(shard.CreatedSecond, shard.Log.LastArrival / 1000));
            shard.Close(second);
            return second;
        }
    }

    private Shard AddShard(HashKeyRange range, long createdSecond, Shard? parent, Shard? adjacentParent)
    {
        var shard = new Shard(_shards.Count, range, createdSecond, parent, adjacentParent, _store.NewLog(this, _shards.Count), _store.Throughput);
        if (parent is not null)
        {
            shard.TakeOver(parent);
        }

        if (adjacentParent is not null)
        {
            shard.TakeOver(adjacentParent);
        }

        _shards.Add(shard);
        return shard;
    }

    private sealed record Transition(DateTimeOffset Due, Action<DateTimeOffset> Complete);
}
