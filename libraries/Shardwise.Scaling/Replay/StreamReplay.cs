namespace Shardwise.Scaling.Replay;

/// <summary>Replays a trace against a policy, minute by minute, and counts what became of the traffic.</summary>
/// <remarks>
/// In each minute: a finished reshard takes effect; the policy is asked once and sees what was two minutes before; its operation is
/// judged and started; the minute is served; the minute is billed.
/// </remarks>
public sealed class StreamReplay
{
    /// <summary>The instant that minute 0 of a trace is given unless told otherwise: a Monday, 00:00 UTC.</summary>
    public static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    // CloudWatch shows a minute at the earliest a minute after its end.
    private const int VisibleAfterMinutes = 2;

    private readonly Trace _trace;
    private readonly ReplayProfile _profile;
    private readonly ScalingTarget _target;
    private readonly ReplayedStream _stream;
    private readonly HistoryBuilder _history = new();
    private readonly List<TrafficMinute> _traffic = [];
    private readonly List<int> _trafficCounts = [];
    private readonly List<ReplayedMinute> _minutes = [];
    private readonly List<ReplayedOperation> _reshards = [];
    private IReadOnlyList<ScalingOperation> _operations = [];
    private int _shown;
    private int _newestSince;
    private IReadOnlyList<ReshardSteps> _steps = [];
    private double _lost;
    private double _late;
    private double _putUnits;

    private StreamReplay(Trace trace, ReplayProfile profile, int startShards)
    {
        (_trace, _profile) = (trace, profile);
        _target = profile.Target ?? new ScalingTarget { StreamName = "replay", MinShards = 1, MaxShards = profile.Limits.MaxShards, Headroom = 0 };
        _stream = new ReplayedStream(profile, startShards);
    }

    /// <summary>The open shards that every policy begins with: room for 1.3 times the first hour's peak, and one more.</summary>
    public static int StartShards(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        return (int)Math.Ceiling(1.3 * trace.Shards.Take(60).Max()) + 1;
    }

    /// <summary>Replays a whole trace.</summary>
    /// <param name="name">The policy's name, for the result.</param>
    /// <param name="policy">Made for this replay alone, unless it keeps no state.</param>
    /// <param name="trace">The traffic.</param>
    /// <param name="profile">What AWS and the producers do; by default those of 2026 without retries.</param>
    /// <param name="startShards">Open shards at first; by default <see cref="StartShards"/>.</param>
    /// <param name="progress">Told the share that is done, now and then.</param>
    /// <param name="cancellationToken">Ends the replay early.</param>
    public static ReplayResult Run(string name, IScalingPolicy policy, Trace trace, ReplayProfile? profile = null, int? startShards = null,
        IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(trace);
        var replay = new StreamReplay(trace, profile ?? new ReplayProfile(), startShards ?? StartShards(trace));
        for (var minute = 0; minute < trace.Minutes.Count; minute++)
        {
            if (minute % 1_440 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report((double)minute / trace.Minutes.Count);
            }

            replay.Step(minute, policy);
        }

        return replay.Result(name);
    }

    private void Step(int minute, IScalingPolicy policy)
    {
        _stream.Advance(minute);
        _steps = [.. _stream.StepsOfDay(minute).Select(steps => new ReshardSteps(_profile.Start.AddMinutes(steps.Minute), steps.Count))];
        var observation = Observe(minute);
        var decision = policy.Decide(observation);
        if (decision.TargetShards is not null)
        {
            var accepted = Attempt(minute, decision);
            if ((policy as IAnsweredPolicy)?.Answered(observation, decision, accepted) is { TargetShards: not null } instead)
                ((IAnsweredPolicy)policy).Answered(observation, instead, Attempt(minute, instead));
        }

        Serve(minute);
    }

    private Observation Observe(int minute)
    {
        Show(minute);
        return Observed(minute);
    }

    // What was shown once stays; minutes come in their order.
    private void Show(int minute)
    {
        var before = Math.Min(minute, _profile.Lateness.ShownBefore(minute)) - VisibleAfterMinutes + 1;
        for (; _shown < before; _shown++)
        {
            var known = _trafficCounts[_shown] > (_shown == 0 ? 0 : _trafficCounts[_shown - 1]);
            _newestSince = known ? minute : _newestSince;
            Remember(_shown);
        }
    }

    private Observation Observed(int minute) => new()
    {
        Now = _profile.Start.AddMinutes(minute),
        Target = _target,
        Limits = _profile.Limits,
        OpenShards = _stream.OpenShards,
        ReshardInFlight = _stream.InFlight,
        Sequence = _stream.Sequence(minute),
        Minutes = new ListView<TrafficMinute>(_traffic, 0, _shown == 0 ? 0 : _trafficCounts[_shown - 1]),
        NewestSince = _profile.Start.AddMinutes(_newestSince),
        History = _history.Visible,
        Operations = _operations,
        Steps = _steps,
    };

    private bool Attempt(int minute, Decision decision)
    {
        var (from, to) = (_stream.Sequence(minute)?.Ranges ?? _stream.OpenShards, decision.TargetShards!.Value);
        var accepted = _stream.TryStart(minute, to, decision.Method);
        _reshards.Add(new ReplayedOperation(minute, from, to, decision.Method, accepted, decision.Reason));
        if (accepted && decision.Method == ReshardMethod.UpdateShardCount)
        {
            var now = _profile.Start.AddMinutes(minute);
            _operations = [.. _operations.Where(operation => operation.At > now - _profile.Limits.Window), new ScalingOperation(now, from, to)];
        }

        return accepted;
    }

    private void Serve(int minute)
    {
        var offered = _trace.Minutes[minute];
        var served = _stream.Serve(offered);
        _lost += served.Lost;
        _late += served.LateLoad;
        _putUnits += OnDemandCost.Units(served.AcceptedRecords, served.AcceptedBytes, 25 * 1_024);
        _minutes.Add(new ReplayedMinute(offered.Shards, _stream.Capacity, _stream.Billed, served.ThrottledLoad));
        if (!offered.IsUnknown && !_profile.Lateness.IsLost(minute))
        {
            _traffic.Add(new TrafficMinute
            {
                Start = _profile.Start.AddMinutes(minute),
                Records = served.AcceptedRecords,
                Bytes = served.AcceptedBytes,
                ThrottledRecords = served.ThrottledRecords,
                OpenShards = _stream.Capacity,
            });
        }

        _trafficCounts.Add(_traffic.Count);
    }

    private void Remember(int minute)
    {
        var before = minute == 0 ? 0 : _trafficCounts[minute - 1];
        _history.Add(_profile.Start.AddMinutes(minute), _trafficCounts[minute] > before ? _traffic[before] : null);
    }

    private ReplayResult Result(string name)
    {
        var offered = _minutes.Sum(minute => minute.Offered);
        var shardHours = _minutes.Sum(minute => (double)minute.Billed) / 60;
        var accepted = _reshards.Where(reshard => reshard.Accepted).ToList();
        return new ReplayResult
        {
            Policy = name,
            ShardHours = shardHours,
            ThrottledFraction = offered > 0 ? _lost / offered : 0,
            DelayedFraction = offered > 0 ? _late / offered : 0,
            ThrottledMinutes = _minutes.Count(minute => minute.Throttled > 0),
            Operations = accepted.Count(reshard => reshard.Method == ReshardMethod.UpdateShardCount),
            Refused = _reshards.Count - accepted.Count,
            SplitsAndMerges = _stream.SplitsAndMerges(_minutes.Count),
            CostUsd = shardHours * _profile.Prices.ShardHour + _putUnits / 1e6 * _profile.Prices.MillionPutUnits,
            Minutes = _minutes,
            Reshards = _reshards,
        };
    }
}
