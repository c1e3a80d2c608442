using Shardwise.Scaling.Calendar;
using Shardwise.Scaling.Planning;
using Shardwise.Scaling.Replay;
using Xunit.Abstractions;

namespace Shardwise.Scaling.Tests.Calendar;

public class CalendarPolicyTests(ITestOutputHelper output)
{
    private const int Day = 1_440;
    private const int Begins = 2 * Day + 17 * 60 + 30;
    private const int Ends = 3 * Day + 2 * 60;

    private static readonly ScheduledEvent Sale = new() { MinShards = 200, From = "2026-01-07T17:30", Until = "2026-01-08T02:00" };

    public static TheoryData<string, bool, int> Loads => new()
    {
        { "steady", false, 20 }, { "steady", true, 20 }, { "restless", false, 20 }, { "restless", true, 20 }, { "falling", true, 150 }, { "falling", false, 150 },
    };

    [Theory]
    [Trait("Category", "Replay")]
    [MemberData(nameof(Loads))]
    public void An_event_s_shards_are_there_when_it_begins_and_not_an_hour_before_whatever_the_load_has_used_up(string load, bool splits, int start)
    {
        var result = Run(load, splits, start);
        var minutes = result.Minutes;
        var reached = Enumerable.Range(0, Begins).Last(minute => minutes[minute].Capacity < 200) + 1;
        output.WriteLine($"{load} {(splits ? "with splits" : "by calls")}: {result.Operations} operations, {result.SplitsAndMerges} splits and merges, reached {Begins - reached} minutes before");

        Assert.InRange(Begins - reached, 1, 60);
        // Nothing of the climb is undone on its way.
        Assert.All(result.Reshards.Where(reshard => reshard.Minute > Begins - 40 && reshard.Minute < Ends), reshard => Assert.True(reshard.To > reshard.From, reshard.Reason));
        Assert.All(Enumerable.Range(Begins, Ends - Begins), minute => Assert.True(minutes[minute].Capacity >= 200));
        Assert.Equal(0, result.Refused);
        // When it is over the shards go again.
        Assert.True(minutes[^1].Capacity < 110);
    }

    [Fact]
    public void Without_keeping_operations_for_it_a_restless_load_would_have_spent_them()
    {
        var bare = StreamReplay.Run("bare", new PlanningPolicy(PlanningSetting.Balanced), Trace("restless"), new ReplayProfile(), 20);
        var lastDay = bare.Reshards.Count(reshard => reshard.Accepted && reshard.Minute > Begins - Day && reshard.Minute < Begins);

        Assert.True(lastDay > 6);
    }

    [Fact]
    public void The_reason_of_the_climb_names_the_event()
    {
        var decision = Decide("2026-01-07T17:10:00Z", open: 20);

        Assert.Equal("Up from 20 to 40 shards: the event of 2026-01-07T17:30 UTC needs 200 shards; 200 shards wanted, and one operation at most doubles, 0 of 10 operations used.", decision.Reason);
    }

    [Theory]
    [InlineData("2026-01-07T16:55:00Z", 20, 4)]
    [InlineData("2026-01-07T16:55:00Z", 199, 1)]
    public void The_climb_begins_as_long_before_as_it_takes(string before, int open, int calls)
    {
        var climb = Assert.Single(CalendarPolicy.Climbs(Observed(before, open)));

        Assert.Equal(calls, climb.Operations);
        Assert.Null(Decide(climb.BeginsAt.AddMinutes(-1).ToString("o"), open).TargetShards);
        Assert.NotNull(Decide(climb.BeginsAt.ToString("o"), open).TargetShards);
    }

    [Fact]
    public void Operations_that_are_kept_are_said()
    {
        var now = DateTimeOffset.Parse("2026-01-07T12:07:00Z");
        var used = Enumerable.Range(0, 5).Select(i => new ScalingOperation(now.AddHours(-3).AddMinutes(i), 20, 20)).ToList();

        // Of the ten five are used, and five kept: four from 20 to 200, and one for the way down that it would be.
        var decision = Decide("2026-01-07T12:07:00Z", open: 20, load: 3, used);

        Assert.Null(decision.TargetShards);
        Assert.EndsWith("5 of 10 operations used, 4 kept for the event of 2026-01-07T17:30 UTC.", decision.Reason);
        Assert.Equal(5, decision.OperationsLeft);
    }

    [Fact]
    public void Load_that_is_there_comes_before_load_that_is_to_come()
    {
        var now = DateTimeOffset.Parse("2026-01-07T12:07:00Z");
        var used = Enumerable.Range(0, 6).Select(i => new ScalingOperation(now.AddHours(-3).AddMinutes(i), 20, 20)).ToList();

        Assert.True(Decide("2026-01-07T12:07:00Z", open: 20, load: 20, used).TargetShards > 20);
    }

    private static Decision Decide(string now, int open, double load = 15, IReadOnlyList<ScalingOperation>? used = null) =>
        new CalendarPolicy(new PlanningPolicy(PlanningSetting.Balanced)).Decide(Observed(now, open, load, used));

    private static Observation Observed(string now, int open, double load = 15, IReadOnlyList<ScalingOperation>? used = null)
    {
        var at = DateTimeOffset.Parse(now);
        return new Observation
        {
            Now = at,
            Target = new ScalingTarget { StreamName = "clicks", MinShards = 1, MaxShards = 400, Headroom = 0, Events = [Sale] },
            OpenShards = open,
            Operations = used ?? [],
            Minutes = [.. Enumerable.Range(0, 60).Select(i => new TrafficMinute
            {
                Start = at.AddMinutes(i - 61), Bytes = load * ShardCapacity.BytesPerMinute, Records = 1, OpenShards = open,
            })],
        };
    }

    private static ReplayResult Run(string load, bool splits, int start)
    {
        var target = new ScalingTarget { StreamName = "replay", MinShards = 1, MaxShards = 400, Headroom = 0, Events = [Sale] };
        return StreamReplay.Run(load, new CalendarPolicy(new PlanningPolicy(PlanningSetting.Balanced, splits)), Trace(load), new ReplayProfile { Target = target }, start);
    }

    private static Trace Trace(string load)
    {
        var random = new Random(7);
        return new Trace(load, [.. Enumerable.Range(0, 4 * Day).Select(minute =>
        {
            var shards = load switch
            {
                "steady" => 12,
                "falling" => minute < Begins - 300 ? 100 : 8,
                _ => minute / 97 % 2 == 0 ? 6 : 24,
            } * Math.Exp(0.03 * (random.NextDouble() - 0.5));
            return new TraceMinute(shards * ShardCapacity.RecordsPerMinute, shards * ShardCapacity.RecordsPerMinute * 700);
        })]);
    }
}
