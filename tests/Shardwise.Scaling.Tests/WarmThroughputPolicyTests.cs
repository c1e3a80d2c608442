using Shardwise.Scaling.Calendar;
using Shardwise.Scaling.Planning;
using Xunit.Abstractions;

namespace Shardwise.Scaling.Tests;

public class WarmThroughputPolicyTests(ITestOutputHelper output)
{
    private const int Begins = 600;
    private const int Ends = 750;

    private static readonly ScalingTarget Target = new() { StreamName = "clicks", MinShards = 4, MaxShards = 400, WarmThroughput = true };
    private static readonly ScheduledEvent Event = new() { MinShards = 66, From = "2026-01-05T10:00", Until = "2026-01-05T12:30" };

    // The curve that AWS tried on demand: from 2 to 28 MiB/s within ten minutes, and beyond 60 within fifteen more.
    private static readonly double[] Launch = [.. Enumerable.Range(0, 1_440).Select(minute => minute is < Begins or >= Ends ? 2
        : minute < Begins + 10 ? 2 + 2.6 * (minute - Begins) : minute < Begins + 25 ? 28 + 2.2 * (minute - Begins - 10) : 61)];

    [Fact]
    public void A_launch_throttles_nothing_that_the_calendar_has_and_much_without_it()
    {
        var alone = WarmedStream.Run(Launch, Target, null);
        var held = WarmedStream.Run(Launch, Target, Policy());
        var told = WarmedStream.Run(Launch, Target with { Events = [Event] }, Policy());
        foreach (var (name, stream) in ((string, WarmedStream)[])[("Kinesis alone", alone), ("held, no event", held), ("held, with the event", told)])
            output.WriteLine($"{name}: {stream.ThrottledShare * 100:0.00} % throttled, {stream.Operations.Count} operations, {string.Join(' ', stream.Operations.Select(one => $"{one.FromShards}->{one.ToShards}"))}");

        Assert.Equal(0, told.Throttled);
        Assert.True(alone.ThrottledShare > 0.15);
        Assert.True(held.ThrottledShare < alone.ThrottledShare / 10);
        // In one call, some minutes before it begins, and down again when it is over.
        Assert.Equal(66, told.Operations[0].ToShards);
        Assert.InRange(Minute(told.Operations[0].At), Begins - 30, Begins - 5);
        Assert.All(told.Capacities[Begins..Ends], capacity => Assert.True(capacity >= 66));
        Assert.True(told.Capacities[^1] <= 16);
    }

    [Theory]
    [Trait("Category", "Replay")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_release_leaves_twice_the_load_of_the_last_hour_comes_an_hour_after_any_change_and_is_half_at_least(int seed)
    {
        var random = new Random(seed);
        var level = 10.0;
        var load = Enumerable.Range(0, 4_320).Select(minute => level = Math.Clamp(level * Math.Exp(0.08 * (random.NextDouble() - 0.5) + (random.Next(300) == 0 ? 1.5 : -0.001)), 0.5, 150)).ToArray();

        var stream = WarmedStream.Run(load, Target, Policy());

        var operations = stream.Operations;
        Assert.Contains(operations, operation => operation.ToShards < operation.FromShards);
        for (var i = 0; i < operations.Count; i++)
        {
            var (at, from, to) = (Minute(operations[i].At), operations[i].FromShards, operations[i].ToShards);
            if (to >= from)
                continue;
            Assert.True(to <= from / 2.0);
            Assert.True(i == 0 || at - Minute(operations[i - 1].At) >= 60);
            Assert.True(from >= 4 * load[Math.Max(0, at - 59)..(at - 1)].Max() - 1, $"{from}->{to} at {at}");
        }
    }

    [Fact]
    public void One_call_leads_to_any_throughput_up_to_ten_GiB()
    {
        var target = Target with { MinShards = 10_240, MaxShards = 10_240 };

        var stream = WarmedStream.Run([.. Enumerable.Repeat(1.0, 300)], target, Policy());

        Assert.Equal([(4, 10_240)], stream.Operations.Select(operation => (operation.FromShards, operation.ToShards)));
    }

    [Fact]
    public void What_was_never_asked_for_is_not_released()
    {
        var decision = Policy().Decide(Observed(asked: 0));

        Assert.Null(decision.TargetShards);
        Assert.StartsWith("Hold at 200 shards: no warm throughput was asked for, and what Kinesis has grown by itself it takes back itself (", decision.Reason);
        Assert.NotNull(Policy().Decide(Observed(asked: 200)).TargetShards);
    }

    [Fact]
    public void The_way_up_to_an_event_begins_as_early_when_no_operation_is_left_since_AWS_counts_none()
    {
        var observed = Observed(asked: 200) with { OpenShards = 20, Target = Target with { Events = [Event with { From = "2026-01-06T17:30", Until = "2026-01-06T18:30" }] } };
        var spent = observed with { Operations = [.. Enumerable.Range(1, 10).Select(hour => new ScalingOperation(observed.Now.AddHours(-hour), 20, 20))] };

        Assert.Equal(CalendarPolicy.Climbs(observed), CalendarPolicy.Climbs(spent));
        Assert.Equal(1, Assert.Single(CalendarPolicy.Climbs(spent)).Operations);
    }

    [Theory]
    // Of the ten of the day none is left; those of more than a day ago do not count.
    [InlineData(10, "10 of 20 operations used", "beyond the 10 operations of a day")]
    [InlineData(13, "13 of 23 operations used", "beyond the 10 operations of a day")]
    public void Need_goes_beyond_the_day_s_operations(int used, string asked, string said)
    {
        var policy = new AskedPolicy(observation => observation.OperationsLeft > 0 ? 300 : null);
        var observed = Spent(used);

        var decision = new WarmThroughputPolicy(policy).Decide(observed);

        Assert.Equal((300, 0), (decision.TargetShards, decision.OperationsLeft));
        Assert.Equal($"Up from 200 to 300 shards: the minimum is 4 shards, {said}.", decision.Reason);
        Assert.Equal(used + 10, policy.Asked[1].Limits.OperationsPerWindow);
        Assert.Contains(asked, policy.Decide(policy.Asked[1]).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_day_has_no_operations_need_has_one()
    {
        var policy = new AskedPolicy(observation => observation.OperationsLeft > 0 ? 300 : null);

        var decision = new WarmThroughputPolicy(policy).Decide(Spent(0) with { Limits = ReshardLimits.OfWarmThroughput with { OperationsPerWindow = 0 } });

        Assert.Equal(300, decision.TargetShards);
        Assert.Equal([0, 1], policy.Asked.Select(asked => asked.Limits.OperationsPerWindow));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(200)]
    [InlineData(100)]
    public void What_is_no_need_does_not_go_beyond_them(int? target)
    {
        var policy = new AskedPolicy(observation => observation.OperationsLeft > 0 ? target : null);

        var decision = new WarmThroughputPolicy(policy).Decide(Spent(10));

        Assert.Equal((null, "Hold at 200 shards: the minimum is 4 shards, 10 of 10 operations used."), (decision.TargetShards, decision.Reason));
    }

    [Fact]
    public void With_operations_left_the_policy_is_asked_once()
    {
        var policy = new AskedPolicy();

        Assert.Null(new WarmThroughputPolicy(policy).Decide(Spent(9)).TargetShards);
        Assert.Single(policy.Asked);
    }

    [Theory]
    // 50 are twice the load of the last hour; half of 100 is released, one less than half is not.
    [InlineData(25, 100, 50)]
    [InlineData(25, 99, null)]
    // What is wanted, and at least the four that a stream begins with.
    [InlineData(0.5, 100, 10)]
    public void A_release_is_of_half_at_least(double load, int open, int? target)
    {
        var decision = Release(load, open, asked: open, wanted: 10, sinceChange: 61);

        Assert.Equal(target, decision.TargetShards);
        Assert.Equal(target is null
            ? "Hold at 99 shards: at least 50 stay, twice the load of the last hour and as Kinesis itself would grow it, and less than half is not released (10 would do)."
            : $"Down from 100 to {target} shards: the minimum is 4 shards, 1 of 10 operations used.", decision.Reason);
    }

    [Fact]
    public void A_release_leaves_the_four_that_a_stream_begins_with() => Assert.Equal(4, Release(0.1, 100, asked: 100, wanted: 1, sinceChange: 61).TargetShards);

    [Fact]
    public void A_release_asks_for_no_more_than_was_asked_for() => Assert.Equal(30, Release(20, 100, asked: 30, wanted: 10, sinceChange: 61).TargetShards);

    [Theory]
    [InlineData(59, null)]
    [InlineData(60, 40)]
    public void A_release_waits_an_hour_after_a_change(int minutes, int? target)
    {
        var decision = Release(20, 100, asked: 100, wanted: 10, sinceChange: minutes);

        Assert.Equal(target, decision.TargetShards);
        if (target is null)
            Assert.Equal("Hold at 100 shards: it was changed within the last hour, whose peak Kinesis keeps (10 would do).", decision.Reason);
    }

    [Fact]
    public void A_peak_counts_for_an_hour()
    {
        Assert.Null(Release(20, 100, asked: 100, wanted: 10, sinceChange: 61, peak: (59, 80)).TargetShards);
        Assert.Equal(40, Release(20, 100, asked: 100, wanted: 10, sinceChange: 61, peak: (60, 80)).TargetShards);
    }

    [Fact]
    public void Nothing_observed_is_refused() => Assert.Throws<ArgumentNullException>("observation", () => new WarmThroughputPolicy(new AskedPolicy()).Decide(null!));

    private static Observation Spent(int used)
    {
        var observed = Observed(asked: 200);
        var (old, recent) = (observed.Now.AddDays(-1), observed.Now.AddHours(-2));
        return observed with
        {
            Operations = [.. Enumerable.Repeat(new ScalingOperation(old, 200, 200), 3), .. Enumerable.Repeat(new ScalingOperation(recent, 200, 200), used)],
        };
    }

    private static Decision Release(double load, int open, int asked, int wanted, int sinceChange, (int Ago, double Load)? peak = null)
    {
        var observed = Observed(asked);
        return new WarmThroughputPolicy(new AskedPolicy(_ => wanted)).Decide(observed with
        {
            OpenShards = open,
            Operations = [new ScalingOperation(observed.Now.AddMinutes(-sinceChange), open, open)],
            Minutes = [.. observed.Minutes.Select(minute => minute with
            {
                Bytes = (minute.Start == observed.Now.AddMinutes(-(peak?.Ago ?? 0)) ? peak!.Value.Load : load) * ShardCapacity.BytesPerMinute, OpenShards = open,
            })],
        });
    }

    private static Observation Observed(int asked)
    {
        var now = WarmedStream.Start.AddMinutes(1_442);
        return new Observation
        {
            Now = now,
            Target = Target,
            Limits = ReshardLimits.OfWarmThroughput,
            OpenShards = 200,
            WarmThroughput = asked,
            Minutes = [.. Enumerable.Range(2, 75).Reverse().Select(ago => new TrafficMinute
            {
                Start = now.AddMinutes(-ago), Bytes = 5 * ShardCapacity.BytesPerMinute, Records = 1, OpenShards = 200,
            })],
        };
    }

    private static WarmThroughputPolicy Policy() => new(new CalendarPolicy(new PlanningPolicy(PlanningSetting.Balanced)));

    private static int Minute(DateTimeOffset at) => (int)(at - WarmedStream.Start).TotalMinutes;
}
