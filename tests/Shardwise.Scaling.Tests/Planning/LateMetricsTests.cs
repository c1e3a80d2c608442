using Shardwise.Scaling.Planning;
using Shardwise.Scaling.Replay;
using Xunit.Abstractions;

namespace Shardwise.Scaling.Tests.Planning;

public class LateMetricsTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 12, 7, 30, TimeSpan.Zero);
    private static readonly int[] Delays = [0, 3, 5, 10, 15, 20];

    // With the shards by which the load climbs in all: each minute of waiting costs at most so many shard-minutes.
    public static TheoryData<string, double, int, bool> Traces => new()
    {
        { "step-x4", 60, 0, false }, { "step-x4", 60, 4, true }, { "ramp-x8", 70, 0, false }, { "ramp-x8", 70, 4, true }, { "sine-x32", 78, 0, false },
    };

    [Theory]
    [Trait("Category", "Replay")]
    [MemberData(nameof(Traces))]
    public void The_later_the_metrics_the_more_is_throttled_and_nowhere_more_than_the_waiting_itself_costs(string name, double climbs, int jitter, bool gaps)
    {
        var results = Delays.Select(delay => Run(name, new MetricLateness(delay, jitter, gaps))).ToList();
        var throttled = results.ConvertAll(result => result.Minutes.Sum(minute => minute.Throttled));
        output.WriteLine($"{name} jitter {jitter} gaps {gaps}: {string.Join(", ", Delays.Zip(throttled, results).Select(each => $"{each.First} min {each.Second:0} shard-minutes, {each.Third.ShardHours:0} shard-hours, {each.Third.Minutes[^1].Capacity} at the end"))}");

        // A day's load is thousands of shard-minutes: what one operation more or less makes of it is a hair.
        const double Hair = 120;
        for (var i = 1; i < Delays.Length; i++)
            Assert.InRange(throttled[i] - throttled[i - 1], double.NegativeInfinity, Hair + climbs * (Delays[i] - Delays[i - 1]));
    }

    [Theory]
    [Trait("Category", "Replay")]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(15)]
    public void A_constant_delay_of_up_to_a_quarter_of_an_hour_keeps_no_stream_from_going_down(int delay)
    {
        var result = Run("step-x4", new MetricLateness(delay));

        // The load falls from 40 shards to 10 four and a half hours before the end.
        Assert.InRange(result.Minutes[^1].Capacity, 10, 30);
    }

    [Theory]
    [InlineData(4, "bytes at 100 % of 4 shards in the minute 12:03 UTC with 75,000 records throttled, so demand is taken as 8.0 shards, 4 minutes ago is the newest that CloudWatch shows, so 2 % more is planned for")]
    [InlineData(11, "in the minute 11:56 UTC with 75,000 records throttled, so demand is taken as 8.0 shards, 11 minutes ago is the newest that CloudWatch shows, so 13 % more is planned for")]
    [InlineData(23, "in the minute 11:44 UTC with 75,000 records throttled, so demand is taken as 8.0 shards, 23 minutes ago is the newest that CloudWatch shows, so 35 % more is planned for")]
    [InlineData(65, "in the minute 11:02 UTC with 75,000 records throttled, so demand is taken as 8.0 shards, 65 minutes ago is the newest that CloudWatch shows, so 35 % more is planned for")]
    public void What_is_visible_decides_upwards_however_old_and_says_its_age(int age, string said)
    {
        var decision = Decide(Visible(age, load: 4, throttled: 75_000, open: 4), open: 4);

        Assert.Equal(8, decision.TargetShards);
        Assert.Contains(said, decision.Reason);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Metrics_that_come_as_usual_are_not_called_late(int age) =>
        Assert.DoesNotContain("CloudWatch", Decide(Visible(age, load: 2, throttled: 0, open: 4), open: 4).Reason);

    [Theory]
    [InlineData(13, null, true)]
    [InlineData(31, 11, true)]
    [InlineData(31, 1, false)]
    [InlineData(11, null, false)]
    public void A_stream_that_was_not_full_and_shows_nothing_new_for_ten_minutes_is_left_as_it_is(int age, int? newsMinutesAgo, bool isLeft)
    {
        var decision = Decide(Visible(age, load: 3.5, throttled: 0, open: 4), open: 4, newsMinutesAgo);

        Assert.Equal(isLeft, decision.Reason.StartsWith("Hold at 4 shards: no traffic minute is visible since ", StringComparison.Ordinal));
        Assert.Equal(isLeft, decision.TargetShards is null);
    }

    [Theory]
    [InlineData(10, 1, true)]
    [InlineData(17, 1, true)]
    [InlineData(10, 6, false)]
    [InlineData(3, 6, true)]
    [InlineData(10, null, false)]
    [InlineData(19, 1, false)]
    [InlineData(3, null, true)]
    public void Old_minutes_decide_downwards_only_where_they_are_news(int age, int? newsMinutesAgo, bool goesDown)
    {
        var decision = Decide(Visible(age, load: 2, throttled: 0, open: 20), open: 20, newsMinutesAgo);

        Assert.Equal(goesDown, decision.TargetShards < 20);
    }

    private static Decision Decide(TrafficMinute[] minutes, int open, int? newsMinutesAgo = null) =>
        new PlanningPolicy(PlanningSetting.Balanced).Decide(new Observation
        {
            Now = Now,
            Target = new ScalingTarget { StreamName = "clicks", MinShards = 1, MaxShards = 100, Headroom = 0 },
            OpenShards = open,
            Minutes = minutes,
            NewestSince = newsMinutesAgo is { } ago ? Now.AddMinutes(-ago) : null,
        });

    private static TrafficMinute[] Visible(int age, double load, double throttled, int open) => [.. Enumerable.Range(0, 60).Select(i => new TrafficMinute
    {
        Start = new DateTimeOffset(2026, 1, 5, 12, 7, 0, TimeSpan.Zero).AddMinutes(i - 59 - age),
        Bytes = load * ShardCapacity.BytesPerMinute,
        Records = 60_000,
        ThrottledRecords = throttled,
        OpenShards = open,
    })];

    private static ReplayResult Run(string name, MetricLateness lateness)
    {
        var trace = SyntheticTraces.Create(name);
        return StreamReplay.Run("balanced", new PlanningPolicy(PlanningSetting.Balanced, splits: true), new Trace(name, [.. trace.Minutes.Take(2_880)]),
            new ReplayProfile { Lateness = lateness });
    }
}
