using System.Numerics;
using Amazon.Kinesis;
using Shardwise.Scaling;

namespace Shardwise.Scaler.Tests.Simulation;

/// <summary>One stream as Kinesis keeps it: ranges, status, tags, the operations that count, and a load on its keys.</summary>
internal sealed class SimulatedStream(string name, int shards)
{
    private int _nextShard = shards;
    private DateTimeOffset _busyUntil;
    private List<KeyRange>? _after;
    private (List<KeyRange> Of, double[] Shares) _shares = ([], []);

    public string Name { get; } = name;

    /// <summary>Streams whose clocks go with this one's.</summary>
    public List<SimulatedStream> Together { get; } = [];
    public string Arn => $"arn:aws:kinesis:us-east-1:111122223333:stream/{Name}";
    public DateTimeOffset Now { get; private set; }
    public List<KeyRange> Shards { get; private set; } = Equal(shards, 0);
    public Dictionary<string, string> Tags { get; } = [];
    public List<ScalingOperation> Operations { get; } = [];
    public List<(DateTimeOffset At, string Call, int From, int To)> Reshards { get; } = [];
    public List<string> Refusals { get; } = [];
    public HashSet<string> ShardMetrics { get; } = [];
    public StreamMode Mode { get; set; } = StreamMode.PROVISIONED;
    public bool IsGone { get; set; }
    public bool IsUpdating => _after is not null;
    public int AccountLimit { get; set; } = 20_000;
    public List<string> Consumers { get; } = [];

    /// <summary>How long a split or merge takes; 30 s is the older published figure.</summary>
    public TimeSpan SplitTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The load of a minute in full shards, and the part of it that one key has.</summary>
    public Func<DateTimeOffset, (double Load, double HotShare, UInt128 HotKey)> Traffic { get; set; } = _ => (1, 0, 0);

    /// <summary>Keys, by their place, and what part of the load each has; in place of a load that is even but for one key.</summary>
    public IReadOnlyList<(UInt128 Key, double Share)>? Keys
    {
        get;
        set
        {
            field = value;
            _shares = ([], []);
        }
    }

    /// <summary>Whether shard-level metrics are turned on and never show anything.</summary>
    public bool HidesShardMetrics { get; set; }

    /// <summary>Metric values a minute, by metric, or by metric and shard.</summary>
    public Dictionary<(string Metric, string Dimension), Dictionary<long, double>> Datapoints { get; } = [];

    /// <summary>The stream's own metrics, summed up by five minutes.</summary>
    public Dictionary<string, SortedList<long, double>> Periods { get; } = [];

    /// <summary>How much later than usual CloudWatch shows its minutes.</summary>
    public TimeSpan MetricDelay { get; set; }

    public double Throttled { get; private set; }

    public long MetricsAsked { get; set; }

    /// <summary>Lives through the minute before <paramref name="now"/>.</summary>
    public void Advance(DateTimeOffset now)
    {
        var minute = now.AddMinutes(-1);
        var (load, hotShare, hotKey) = Traffic(minute);
        var (accepted, throttled) = (0.0, 0.0);
        var shares = Keys is { } keys ? SharesOf(keys) : null;
        foreach (var (index, shard) in Shards.Index())
        {
            var isHot = shard.Start <= hotKey && hotKey <= shard.End;
            var demand = load * (shares?[index] ?? ((1 - hotShare) * shard.Share + (isHot ? hotShare : 0)));
            accepted += Math.Min(1, demand);
            throttled += Math.Max(0, demand - 1);
            if (ShardMetrics.Count > 0 && !HidesShardMetrics)
                Put(minute, shard.Id, Math.Min(1, demand), Math.Max(0, demand - 1));
        }

        if (load > 0)
            Put(minute, "", accepted, throttled);
        Throttled += throttled;
        Elapse(now - Now);
    }

    /// <summary>Lives until the next whole minute.</summary>
    public void AdvanceMinute() => Advance(new DateTimeOffset(Now.UtcTicks - Now.UtcTicks % TimeSpan.TicksPerMinute, TimeSpan.Zero).AddMinutes(1));

    /// <summary>Time goes on within the minute.</summary>
    public void Elapse(TimeSpan time)
    {
        Now += time;
        foreach (var other in Together)
            other.Elapse(time);
        if (_after is not null && _busyUntil <= Now)
            (Shards, _after) = (_after, null);
    }

    public void Update(int to, bool byHand = false)
    {
        var from = Shards.Count;
        Operations.Add(new ScalingOperation(Now, from, to) { ByOthers = byHand });
        Begin("UpdateShardCount", Equal(to, _nextShard), TimeSpan.FromMinutes(2 + Math.Abs(to - from) / 50.0));
        _nextShard += to;
    }

    public void Split(KeyRange shard, UInt128 at) =>
        Begin("SplitShard", [.. Shards.Where(other => other != shard), new(Id(), shard.Start, at - 1), new(Id(), at, shard.End)], SplitTime);

    public void Merge(KeyRange lower, KeyRange upper) =>
        Begin("MergeShards", [.. Shards.Where(other => other != lower && other != upper), new(Id(), lower.Start, upper.End)], SplitTime);

    public void Busy(TimeSpan time)
    {
        _after = Shards;
        _busyUntil = Now + time;
    }

    private void Begin(string call, List<KeyRange> after, TimeSpan lasts)
    {
        Reshards.Add((Now, call, Shards.Count, after.Count));
        _after = [.. after.OrderBy(shard => shard.Start)];
        _busyUntil = Now + lasts;
    }

    private string Id() => $"shardId-{_nextShard++:000000000000}";

    // Ranges change a few times an hour, and are looked at every minute.
    private double[] SharesOf(IReadOnlyList<(UInt128 Key, double Share)> keys)
    {
        if (_shares.Of != Shards)
            _shares = (Shards, [.. Shards.Select(shard => keys.Sum(each => shard.Start <= each.Key && each.Key <= shard.End ? each.Share : 0))]);
        return _shares.Shares;
    }

    private void Put(DateTimeOffset minute, string dimension, double accepted, double throttled)
    {
        Put("IncomingBytes", accepted * ShardCapacity.BytesPerMinute);
        Put("IncomingRecords", accepted * 6_000);
        if (throttled > 0)
            Put("WriteProvisionedThroughputExceeded", throttled * 6_000);

        void Put(string metric, double value)
        {
            if (!Datapoints.TryGetValue((metric, dimension), out var series))
                Datapoints[(metric, dimension)] = series = [];
            series[minute.UtcTicks] = value;
            if (dimension.Length == 0)
                Sum(metric, value);
        }

        void Sum(string metric, double value)
        {
            if (!Periods.TryGetValue(metric, out var periods))
                Periods[metric] = periods = [];
            var period = minute.UtcTicks - minute.UtcTicks % TimeSpan.FromMinutes(TrafficHistory.PeriodMinutes).Ticks;
            periods[period] = periods.GetValueOrDefault(period) + value;
        }
    }

    private static List<KeyRange> Equal(int count, int firstId) =>
        [.. Enumerable.Range(0, count).Select(i => new KeyRange($"shardId-{firstId + i:000000000000}", Start(i, count), unchecked(Start(i + 1, count) - 1)))];

    private static UInt128 Start(int index, int count) => index == count ? 0 : (UInt128)((BigInteger.One << 128) * index / count);
}
