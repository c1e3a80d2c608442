namespace Shardwise.Scaling.Tests;

/// <summary>
/// An on-demand stream by what AWS documents of it: it has 4 MiB/s at first, and twice as much a quarter of an hour after half of it is used. What is
/// asked for is there some minutes later; a release keeps what the most of the last hour takes.
/// </summary>
internal sealed class WarmedStream(double[] load, ScalingTarget target, IScalingPolicy? policy)
{
    private const int GrowthMinutes = 15;
    private const int MetricsLate = 2;

    private readonly List<TrafficMinute> _minutes = [];
    private readonly List<ScalingOperation> _operations = [];
    private (int MiBps, int At)? _growth;
    private (int MiBps, int At)? _warming;
    private int _asked;

    public static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    public IReadOnlyList<ScalingOperation> Operations => _operations;
    public List<int> Capacities { get; } = [];
    public double Throttled { get; private set; }
    public double ThrottledShare => Throttled / load.Sum();

    public static WarmedStream Run(double[] load, ScalingTarget target, IScalingPolicy? policy)
    {
        var stream = new WarmedStream(load, target, policy);
        for (var minute = 0; minute < load.Length; minute++)
            stream.Minute(minute);
        return stream;
    }

    private void Minute(int t)
    {
        var has = Capacities is [.., var last] ? last : 4;
        if (_growth is { } growth && growth.At <= t)
            (has, _growth) = (Math.Max(has, growth.MiBps), null);
        if (_warming is { } warming && warming.At <= t)
            (has, _warming) = (warming.MiBps, null);
        if (policy is not null)
            Decide(t, has);
        var accepted = Math.Min(load[t], has);
        Throttled += load[t] - accepted;
        if (load[t] > has / 2.0 && _growth is null)
            _growth = (2 * has, t + GrowthMinutes);
        Capacities.Add(has);
        _minutes.Add(new TrafficMinute
        {
            Start = Start.AddMinutes(t), Bytes = accepted * ShardCapacity.BytesPerMinute, Records = 1, ThrottledRecords = load[t] - accepted, OpenShards = has,
        });
    }

    private void Decide(int t, int has)
    {
        var decision = policy!.Decide(new Observation
        {
            Now = Start.AddMinutes(t),
            Target = target.At(Start.AddMinutes(t)),
            Limits = ReshardLimits.OfWarmThroughput,
            OpenShards = has,
            WarmThroughput = _asked,
            ReshardInFlight = _warming is not null,
            Minutes = [.. _minutes.SkipLast(MetricsLate - 1).TakeLast(75)],
            Operations = _operations,
        });
        if (decision.TargetShards is not { } asked)
            return;
        Assert.InRange(asked, 1, 10_240);
        _operations.Add(new ScalingOperation(Start.AddMinutes(t), has, asked));
        var peak = _minutes.TakeLast(60).Select(minute => minute.AcceptedShards).DefaultIfEmpty().Max();
        var goal = asked > has ? asked : asked <= _asked ? Math.Min(has, Math.Max(asked, (int)Math.Ceiling(peak))) : has;
        (_asked, _warming) = (asked, (goal, t + (int)Math.Ceiling(2 + Math.Abs(goal - has) / 50.0)));
    }
}
