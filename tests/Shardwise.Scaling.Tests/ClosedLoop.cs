using Shardwise.Scaling.Planning;

namespace Shardwise.Scaling.Tests;

/// <summary>A stream of equal shards that the policy drives, by the rules of the replay model: a lag of 2 minutes, D = ceil(2 + |m - n| / 50).</summary>
internal sealed class ClosedLoop
{
    private readonly ReshardLimits _limits = new();
    private readonly List<TrafficMinute> _minutes = [];
    private readonly List<TrafficMinute> _visible = [];
    private readonly List<ScalingOperation> _operations = [];
    private readonly ScalingTarget _target;
    private readonly bool _retries;
    private readonly double[] _waiting = new double[3];
    private int _open;
    private (int Shards, int EffectiveAt)? _reshard;
    private double _throttled;
    private double _offered;
    private double _served;

    private ClosedLoop(int start, ScalingTarget target, bool retries) => (_open, _target, _retries) = (start, target, retries);

    public static readonly DateTimeOffset Start = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);

    public IReadOnlyList<ScalingOperation> Operations => _operations;
    public int Refused { get; private set; }
    public int ThrottledMinutes { get; private set; }
    public double ThrottledFraction => _throttled / _offered;
    public double MeanUtilization => (_offered - _throttled) / _served;
    public int OperationsLeft => _limits.OperationsLeft(_operations, Start.AddMinutes(_minutes.Count));
    public int Open => _reshard?.Shards ?? _open;
    public string Path => string.Join("->", _operations.Select(operation => operation.FromShards).Take(1).Concat(_operations.Select(operation => operation.ToShards)));
    public List<string> Reasons { get; } = [];

    /// <param name="load">Offered load of each minute, in full shards.</param>
    /// <param name="start">Open shards at the start.</param>
    /// <param name="target">What the policy holds the stream to.</param>
    /// <param name="hidden">Whether the metrics of a minute never arrive.</param>
    /// <param name="retries">Whether the producer offers again what was throttled, for two minutes, four attempts a minute.</param>
    public static ClosedLoop Run(IEnumerable<double> load, int start, ScalingTarget target, Func<int, bool>? hidden = null, bool retries = false)
    {
        var loop = new ClosedLoop(start, target, retries);
        var policy = new PlanningPolicy(PlanningSetting.Find(target.Setting)!);
        foreach (var offered in load)
            loop.Step(policy, offered, hidden ?? (_ => false));
        return loop;
    }

    private void Step(PlanningPolicy policy, double offered, Func<int, bool> hidden)
    {
        var t = _minutes.Count;
        if (_reshard is { } finished && finished.EffectiveAt <= t)
            (_open, _reshard) = (finished.Shards, null);

        if (t >= 2 && !hidden(t - 2))
            _visible.Add(_minutes[t - 2]);
        var decision = policy.Decide(new Observation
        {
            Now = Start.AddMinutes(t),
            Target = _target,
            Limits = _limits,
            OpenShards = _open,
            ReshardInFlight = _reshard is not null,
            Minutes = _visible,
            Operations = _operations,
        });
        Reasons.Add(decision.Reason);
        if (decision.TargetShards is { } target)
            Judge(t, target);
        Serve(t, offered);
    }

    private void Judge(int t, int target)
    {
        var recent = _operations.Count(operation => operation.At > Start.AddMinutes(t - 1440));
        if (_reshard is not null || recent >= 10 || target == _open || target < 1 || target > 10_000 || target > 2 * _open || 2 * target < _open)
        {
            Refused++;
            return;
        }

        _operations.Add(new ScalingOperation(Start.AddMinutes(t), _open, target));
        _reshard = (target, t + (int)Math.Ceiling(2 + Math.Abs(target - _open) / 50.0));
    }

    private void Serve(int t, double offered)
    {
        var serving = Math.Min(_open, Open);
        var (accepted, attempts) = Accept(offered, serving);
        _offered += offered;
        _served += Math.Max(_open, Open);
        if (attempts > 0)
            ThrottledMinutes++;
        _minutes.Add(new TrafficMinute
        {
            Start = Start.AddMinutes(t),
            Bytes = accepted * ShardCapacity.RecordsPerMinute * 700,
            Records = accepted * ShardCapacity.RecordsPerMinute,
            ThrottledRecords = attempts * ShardCapacity.RecordsPerMinute,
            OpenShards = serving,
        });
    }

    private (double Accepted, double RejectedAttempts) Accept(double offered, double capacity)
    {
        _waiting[0] = offered;
        var accepted = 0.0;
        for (var age = 2; age >= 0; age--)
        {
            var part = Math.Min(_waiting[age], capacity - accepted);
            accepted += part;
            _waiting[age] -= part;
        }

        var rejected = _waiting.Sum();
        _throttled += _retries ? _waiting[2] : rejected;
        (_waiting[2], _waiting[1]) = _retries ? (_waiting[1], _waiting[0]) : (0, 0);
        return (accepted, rejected * (_retries ? 4 : 1));
    }
}
