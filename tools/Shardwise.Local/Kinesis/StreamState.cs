namespace Shardwise.Local;

/// <summary>What the front knows of one stream: the ranges that limit writes, the shards, a running reshard, the counts.</summary>
internal sealed class StreamState(string name, ShardLimits limits)
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, ShardTraffic> _shards = new(StringComparer.Ordinal);
    private readonly List<DateTimeOffset> _operations = [];
    private WriteRange[] _ranges = [];
    private int _reportedOpen;
    private int? _target;
    private (long Records, long Bytes) _accepted;
    private (long Records, long Bytes) _throttled;
    private (long Records, long Bytes) _read;

    public string Name { get; } = name;

    public bool IsOnDemand { get; set; }

    public int MaxRecordBytes { get; set; }

    public bool IsUpdating
    {
        get
        {
            lock (_lock)
            {
                return _target is not null;
            }
        }
    }

    public int ReportedOpenShards
    {
        get
        {
            lock (_lock)
            {
                return _reportedOpen;
            }
        }
    }

    /// <summary>Which of the records fit their shards' windows, in their order; null where all do. Refused ones are counted.</summary>
    public bool[]? Admit(List<PutEntry> entries, DateTimeOffset now, out string? refusedShard)
    {
        var window = limits.WindowOf(now);
        bool[]? refused = null;
        refusedShard = null;
        lock (_lock)
        {
            for (var i = 0; i < entries.Count; i++)
            {
                var range = RangeOf(entries[i].HashKey);
                if (range.TryTake(window, entries[i].Bytes))
                {
                    continue;
                }

                (refused ??= new bool[entries.Count])[i] = true;
                refusedShard ??= range.ShardId;
                _throttled = (_throttled.Records + 1, _throttled.Bytes + entries[i].Bytes);
                if (range.ShardId is { } shardId)
                {
                    Shard(shardId).ThrottledRecords++;
                }
            }
        }

        return refused;
    }

    public void Accept(int bytes, string shardId, string sequenceNumber)
    {
        lock (_lock)
        {
            _accepted = (_accepted.Records + 1, _accepted.Bytes + bytes);
            var shard = Shard(shardId);
            shard.Accept(bytes, sequenceNumber);
            shard.Touch();
        }
    }

    /// <summary>After a put whose outcome is not known, readers at the tip must look again.</summary>
    public void TouchAll()
    {
        lock (_lock)
        {
            foreach (var shard in _shards.Values)
            {
                shard.Touch();
            }
        }
    }

    public ShardTraffic ShardOf(string shardId)
    {
        lock (_lock)
        {
            return Shard(shardId);
        }
    }

    /// <summary>Whether a read may go on now; counts the call.</summary>
    public bool AdmitRead(ShardTraffic shard, DateTimeOffset now)
    {
        var window = limits.WindowOf(now);
        lock (_lock)
        {
            if (!shard.ReadCalls.Fits(window, 1) || shard.ReadBytes.IsSpent(window))
            {
                return false;
            }

            shard.ReadCalls.Take(window, 1);
            return true;
        }
    }

    public void CountRead(ShardTraffic shard, DateTimeOffset now, long records, long bytes, TimeSpan age)
    {
        lock (_lock)
        {
            _read = (_read.Records + records, _read.Bytes + bytes);
            shard.ReadAge = age;
            shard.ReadBytes.Take(limits.WindowOf(now), bytes);
        }
    }

    /// <summary>The mean size of a shard's records, to foresee how many make up an answer; null before the first.</summary>
    public double? MeanRecordBytes(ShardTraffic shard)
    {
        lock (_lock)
        {
            return shard.AcceptedRecords == 0 ? null : (double)shard.AcceptedBytes / shard.AcceptedRecords;
        }
    }

    /// <summary>Takes over the shards that the emulator has, and limits writes by the open ones.</summary>
    public void Adopt(IReadOnlyList<EmulatorShard> shards)
    {
        lock (_lock)
        {
            LearnShards(shards);
            var open = shards.Where(shard => shard.IsOpen).OrderBy(shard => shard.Start).ToArray();
            LimitBy(open.Select(shard => (shard.Start, (string?)shard.ShardId)).ToArray());
            _reportedOpen = open.Length;
            _target = null;
        }
    }

    /// <summary>Takes over what shards there are; the ranges that limit writes stay.</summary>
    public void Learn(IReadOnlyList<EmulatorShard> shards)
    {
        lock (_lock)
        {
            LearnShards(shards);
        }
    }

    public void LimitBy(IReadOnlyList<UInt128> starts)
    {
        lock (_lock)
        {
            LimitBy(starts.Select(start => (start, (string?)null)).ToArray());
        }
    }

    /// <summary>Begins a reshard to a count; refused while another lasts.</summary>
    /// <exception cref="AwsError">The stream is being updated.</exception>
    public int BeginReshard(Func<int, int> target, string account)
    {
        lock (_lock)
        {
            if (_target is not null)
            {
                throw AwsError.InUse($"Stream {Name} under account {account} not ACTIVE, instead in state UPDATING");
            }

            var from = _reportedOpen;
            _target = target(from);
            return from;
        }
    }

    public void CancelReshard()
    {
        lock (_lock)
        {
            _target = null;
        }
    }

    public int OperationsInDayBefore(DateTimeOffset now)
    {
        lock (_lock)
        {
            _operations.RemoveAll(at => at <= now - Day);
            return _operations.Count;
        }
    }

    public void CountOperation(DateTimeOffset now)
    {
        lock (_lock)
        {
            _operations.Add(now);
        }
    }

    public StreamSnapshot Snapshot(DateTimeOffset now)
    {
        lock (_lock)
        {
            return new StreamSnapshot
            {
                Name = Name,
                Status = _target is null ? "ACTIVE" : "UPDATING",
                OpenShards = _reportedOpen,
                TargetShards = _target,
                OperationsInLastDay = _operations.Count(at => at > now - Day),
                AcceptedRecords = _accepted.Records,
                AcceptedBytes = _accepted.Bytes,
                ThrottledRecords = _throttled.Records,
                ThrottledBytes = _throttled.Bytes,
                ReadRecords = _read.Records,
                ReadBytes = _read.Bytes,
                IteratorAge = _shards.Values.Select(shard => shard.ReadAge).DefaultIfEmpty().Max(),
                Shards = [.. _shards.Values.OrderBy(shard => shard.ShardId, StringComparer.Ordinal).Select(Snapshot)],
            };
        }
    }

    private static ShardSnapshot Snapshot(ShardTraffic shard) => new()
    {
        ShardId = shard.ShardId,
        StartingHashKey = shard.Start,
        EndingHashKey = shard.End,
        IsOpen = shard.IsOpen,
        AcceptedRecords = shard.AcceptedRecords,
        AcceptedBytes = shard.AcceptedBytes,
        ThrottledRecords = shard.ThrottledRecords,
        LastSequenceNumber = shard.LastSequenceNumber,
    };

    private void LearnShards(IReadOnlyList<EmulatorShard> shards)
    {
        foreach (var known in shards)
        {
            var shard = Shard(known.ShardId);
            (shard.Start, shard.End, shard.IsOpen) = (known.Start, known.End, known.IsOpen);
            shard.Touch();
        }
    }

    private void LimitBy((UInt128 Start, string? ShardId)[] starts)
    {
        var ranges = starts.Select(range => new WriteRange(range.Start, range.ShardId, limits.WriteBytes, limits.WriteRecords)).ToArray();
        for (var i = 0; i < ranges.Length; i++)
        {
            var end = i + 1 < ranges.Length ? ranges[i + 1].Start - 1 : UInt128.MaxValue;
            ranges[i].TakeOver(_ranges.Where((old, at) => old.Start <= end && (at + 1 == _ranges.Length || _ranges[at + 1].Start > ranges[i].Start)));
        }

        _ranges = ranges;
    }

    private WriteRange RangeOf(UInt128 key)
    {
        var (low, high) = (0, _ranges.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = _ranges[middle].Start <= key ? (middle, high) : (low, middle - 1);
        }

        return _ranges[low];
    }

    private ShardTraffic Shard(string shardId)
    {
        if (!_shards.TryGetValue(shardId, out var shard))
        {
            shard = new ShardTraffic(shardId, limits.ReadCalls, limits.ReadBytes);
            _shards.Add(shardId, shard);
        }

        return shard;
    }
}
