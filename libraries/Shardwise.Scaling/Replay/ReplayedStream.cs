namespace Shardwise.Scaling.Replay;

/// <summary>A stream of equal ranges, its reshard in flight, its budget and its waiting producers.</summary>
internal sealed class ReplayedStream(ReplayProfile profile, int openShards)
{
    private const int MinutesPerDay = 1_440;
    private const int Retries = 2;
    private const double AttemptsPerRecord = 4;

    // Load by how many minutes it has waited, each with the mix of records and bytes it came with.
    private readonly (double Load, TraceMinute PerShard)[] _waiting = new (double, TraceMinute)[Retries + 1];
    private readonly Queue<int> _accepted = new();
    private int _target = openShards;
    private int _billedFrom = openShards;
    private int _endsAt;
    private int? _sequenceFrom;
    private readonly List<(int Minute, int Count)> _steps = [];
    private int _splitsAndMerges;

    public int OpenShards { get; private set; } = openShards;
    public bool InFlight { get; private set; }

    // Pessimistic both ways: the old ranges serve on the way up, the new ones at once on the way down.
    public int Capacity => Math.Min(OpenShards, _target);
    public int Billed => Math.Max(InFlight ? _billedFrom : OpenShards, _target);

    public void Advance(int minute)
    {
        if (!InFlight || minute < _endsAt)
            return;
        _splitsAndMerges = SplitsAndMerges(minute);
        (OpenShards, InFlight, _sequenceFrom) = (_target, false, null);
    }

    /// <summary>The splits and merges under way, as they are at the start of a minute; null for none.</summary>
    public ReshardSequence? Sequence(int minute) =>
        InFlight && _sequenceFrom is { } from ? new(_target, Capacity, SplitSequence.RangesAfter(from, _target, Steps(minute))) : null;

    /// <summary>Splits and merges that were made before a minute.</summary>
    public int SplitsAndMerges(int minute) => _splitsAndMerges + Steps(minute);

    /// <summary>Those of the last day before a minute: when they were begun and how many they are; of those under way all.</summary>
    public IEnumerable<(int Minute, int Count)> StepsOfDay(int minute) =>
        _steps.Skip(_steps.FindLastIndex(steps => steps.Minute <= minute - MinutesPerDay) + 1).Where(steps => steps.Count > 0);

    public bool TryStart(int minute, int target, ReshardMethod method)
    {
        var sequence = Sequence(minute);
        var open = sequence?.Ranges ?? OpenShards;
        if ((InFlight && sequence is null) || target == open || target < 1 || target > profile.Limits.MaxShards)
            return false;
        if (method == ReshardMethod.UpdateShardCount ? !TryCount(minute, open, target) : sequence is not null)
            return false;

        // What a sequence cut short has made of the ranges serves as the narrower of its ends, until they are equal again.
        if (sequence is not null)
            _steps[^1] = _steps[^1] with { Count = Steps(minute) };
        if (method == ReshardMethod.SplitsAndMerges)
            _steps.Add((minute, SplitSequence.Length(open, target)));
        _splitsAndMerges = SplitsAndMerges(minute);
        OpenShards = sequence?.Capacity ?? OpenShards;
        _sequenceFrom = method == ReshardMethod.SplitsAndMerges ? open : null;
        _endsAt = minute + (method == ReshardMethod.UpdateShardCount ? profile.Duration(open, target) : SplitSequence.Minutes(open, target));
        (_target, _billedFrom, InFlight) = (target, open, true);
        return true;
    }

    /// <summary>Serves a minute: what it took, what it shows as turned away, what is lost for good.</summary>
    public ServedMinute Serve(TraceMinute offered)
    {
        var load = offered.Shards;
        _waiting[0] = (load, load > 0 ? new TraceMinute(offered.Records / load, offered.Bytes / load) : default);
        var room = (double)Capacity;
        var served = new ServedMinute();
        for (var age = Retries; age >= 0; age--)
        {
            var (waiting, mix) = _waiting[age];
            var taken = Math.Min(waiting, room);
            room -= taken;
            _waiting[age].Load = waiting - taken;
            served.Take(taken, late: age > 0, mix);
            served.Refuse(waiting - taken, mix.Records * (profile.Retry == RetryBehavior.Producer ? AttemptsPerRecord : 1));
        }

        var oldest = profile.Retry == RetryBehavior.Producer ? Retries : 0;
        served.Lost = _waiting[oldest].Load;
        for (var age = Retries; age > 0; age--)
            _waiting[age] = profile.Retry == RetryBehavior.Producer ? _waiting[age - 1] : default;
        return served;
    }

    // Each takes half a minute.
    private int Steps(int minute) => _sequenceFrom is not { } from ? 0
        : Math.Min(SplitSequence.Length(from, _target), 2 * (minute - (_endsAt - SplitSequence.Minutes(from, _target))));

    private bool TryCount(int minute, int open, int target)
    {
        var window = (int)profile.Limits.Window.TotalMinutes;
        while (_accepted.TryPeek(out var first) && first <= minute - window)
            _accepted.Dequeue();
        if (_accepted.Count >= profile.Limits.OperationsPerWindow
            || target > profile.Limits.LargestTarget(open) || target < profile.Limits.SmallestTarget(open))
            return false;
        _accepted.Enqueue(minute);
        return true;
    }
}
