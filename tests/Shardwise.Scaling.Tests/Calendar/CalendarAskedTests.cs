using Shardwise.Scaling.Calendar;

namespace Shardwise.Scaling.Tests.Calendar;

/// <summary>What the policy within the calendar is asked: the minimum, and how many of the day's operations it may use.</summary>
public class CalendarAskedTests
{
    private static readonly DateTimeOffset Noon = DateTimeOffset.Parse("2026-01-07T12:07:00Z");
    private static readonly ScheduledEvent Sale = new() { MinShards = 200, From = "2026-01-07T17:30", Until = "2026-01-08T02:00" };

    // From 10 shards, half of 20, it is five operations to 200.
    public static TheoryData<int, int> UsedAndLeftToIt => new() { { 0, 5 }, { 2, 5 }, { 4, 5 }, { 5, 5 }, { 7, 7 } };

    [Theory]
    [MemberData(nameof(UsedAndLeftToIt))]
    public void The_policy_may_use_what_the_climb_and_a_way_down_before_it_leave_and_never_less_than_none(int used, int mayHaveUsed)
    {
        var observed = Observed(Sale) with { Operations = [.. Used(used)] };

        var (asked, decision) = Ask(observed);

        Assert.Equal(mayHaveUsed, asked.Limits.OperationsPerWindow);
        Assert.Equal(10 - used, decision.OperationsLeft);
        Assert.Equal($"Hold at 20 shards: the minimum is 1 shards, {used} of 10 operations used, 4 kept for the event of 2026-01-07T17:30 UTC.", decision.Reason);
    }

    [Fact]
    public void A_minimum_below_which_no_way_down_leads_makes_the_climb_shorter()
    {
        var observed = Observed(Sale);

        var (asked, _) = Ask(observed with { Target = observed.Target with { MinShards = 15 } });

        // 15-30-60-120-200.
        Assert.Equal(6, asked.Limits.OperationsPerWindow);
    }

    [Theory]
    // An operation that is a day old when the climb begins is AWS's to forget; one of a minute later counts.
    [InlineData(0, 8)]
    [InlineData(1, 5)]
    public void What_is_a_day_old_when_the_climb_begins_does_not_count_against_it(int minutesLater, int mayHaveUsed)
    {
        var observed = Observed(Sale) with { Operations = [.. Used(2)] };
        var begins = Assert.Single(CalendarPolicy.Climbs(observed)).BeginsAt;
        var old = Enumerable.Repeat(new ScalingOperation(begins.AddDays(-1).AddMinutes(minutesLater), 20, 20), 3);

        // All five count now.
        var (asked, _) = Ask(observed with { Operations = [.. old, .. observed.Operations] });

        Assert.Equal(mayHaveUsed, asked.Limits.OperationsPerWindow);
    }

    [Theory]
    [InlineData(-1, 10)]
    [InlineData(0, 5)]
    public void Nothing_is_kept_as_long_as_what_is_used_now_is_forgotten_when_the_climb_begins(int minutesAfter, int mayHaveUsed)
    {
        var observed = Observed(Sale);
        var begins = Assert.Single(CalendarPolicy.Climbs(observed)).BeginsAt;

        var (asked, _) = Ask(At(observed, begins.AddDays(-1).AddMinutes(minutesAfter)));

        Assert.Equal(mayHaveUsed, asked.Limits.OperationsPerWindow);
    }

    [Fact]
    public void Of_several_events_the_one_that_leaves_least_counts_and_is_named_the_first_of_equals()
    {
        var small = Sale with { MinShards = 30, From = "2026-01-07T20:00" };
        var same = Sale with { From = "2026-01-07T21:00" };

        foreach (var events in (ScheduledEvent[][])[[Sale, small], [small, Sale], [same, Sale, small]])
        {
            var (asked, decision) = Ask(Observed(events));
            Assert.Equal(5, asked.Limits.OperationsPerWindow);
            Assert.EndsWith("0 of 10 operations used, 4 kept for the event of 2026-01-07T17:30 UTC.", decision.Reason);
        }
    }

    [Fact]
    public void Operations_are_kept_for_the_next_event_while_another_holds()
    {
        var now = Sale with { MinShards = 20, From = "2026-01-07T10:00", Until = "2026-01-07T16:00" };

        var (asked, decision) = Ask(Observed(now, Sale));

        Assert.Equal(20, asked.Target.MinShards);
        Assert.Equal(6, asked.Limits.OperationsPerWindow);
        Assert.EndsWith("0 of 10 operations used, 4 kept for the event of 2026-01-07T17:30 UTC.", decision.Reason);
    }

    [Theory]
    [InlineData(17.9, 5)]
    [InlineData(18.0, 10)]
    public void From_nine_tenths_full_nothing_is_kept(double load, int mayHaveUsed)
    {
        var (asked, _) = Ask(Observed(Sale) with
        {
            Minutes = [new TrafficMinute { Start = Noon.AddMinutes(-2), Bytes = load * ShardCapacity.BytesPerMinute, Records = 1, OpenShards = 20 }],
        });

        Assert.Equal(mayHaveUsed, asked.Limits.OperationsPerWindow);
    }

    [Fact]
    public void What_is_due_at_once_is_the_greatest_event_that_is_due()
    {
        var observed = Observed(Sale with { MinShards = 50 }, Sale, Sale with { MinShards = 100 });

        var (asked, decision) = Ask(At(observed, DateTimeOffset.Parse("2026-01-07T17:29:00Z")));

        Assert.Equal(200, asked.Target.MinShards);
        Assert.Equal("Hold at 20 shards: the event of 2026-01-07T17:30 UTC needs 200 shards, 0 of 10 operations used.", decision.Reason);
    }

    [Fact]
    public void An_event_that_asks_for_no_more_than_the_minimum_is_not_the_reason()
    {
        var observed = At(Observed(Sale), DateTimeOffset.Parse("2026-01-07T17:29:00Z"));

        var (_, decision) = Ask(observed with { Target = observed.Target with { MinShards = 200 } });

        Assert.Equal("Hold at 20 shards: the minimum is 200 shards, 0 of 10 operations used.", decision.Reason);
    }

    [Theory]
    // From the one shard that would be enough it is eight operations to 200, and begins so much earlier than from 150.
    [InlineData(-1, 1)]
    [InlineData(0, 150)]
    [InlineData(10, 150)]
    public void Nothing_goes_down_from_when_the_longest_climb_would_begin(int minutesAfter, int minimum)
    {
        var observed = Observed(Sale, Sale with { MinShards = 100 }) with { OpenShards = 150 };
        var longest = EventClimb.Of(Sale, 1, observed.Limits, observed.OperationsLeft).BeginsAt;

        var (asked, _) = Ask(At(observed, longest.AddMinutes(minutesAfter)));

        Assert.Equal(minimum, asked.Target.MinShards);
    }

    [Fact]
    public void Climbs_are_those_to_events_that_have_not_begun_the_first_to_begin_first()
    {
        var later = Sale with { From = "2026-01-07T20:00" };
        var begun = Sale with { From = "2026-01-07T12:07" };

        Assert.Equal(["2026-01-07T17:30", "2026-01-07T20:00"], CalendarPolicy.Climbs(Observed(later, begun, Sale)).Select(climb => climb.Event.From));
        Assert.Empty(CalendarPolicy.Climbs(Observed()));
    }

    [Fact]
    public void A_climb_begins_earlier_where_its_calls_are_spent()
    {
        var observed = Observed(Sale);
        var spent = observed with { Operations = [.. Used(7)] };

        Assert.True(CalendarPolicy.Climbs(spent).Single().BeginsAt < CalendarPolicy.Climbs(observed).Single().BeginsAt);
        // Of warm throughput AWS takes any number.
        Assert.Equal(CalendarPolicy.Climbs(observed with { WarmThroughput = 20 }), CalendarPolicy.Climbs(spent with { WarmThroughput = 20 }));
    }

    [Fact]
    public void A_climb_comes_to_its_end_whatever_a_call_may_grow_by()
    {
        var climb = EventClimb.Of(Sale, 197, new ReshardLimits { GrowthFactor = 1 }, 10);

        Assert.Equal(3, climb.Operations);
    }

    [Fact]
    public void Nothing_and_what_is_not_valid_are_refused()
    {
        var calendar = new CalendarPolicy(new AskedPolicy());
        var observed = Observed(Sale);

        Assert.Throws<ArgumentNullException>("observation", () => calendar.Decide(null!));
        Assert.Throws<ArgumentNullException>("observation", () => CalendarPolicy.Climbs(null!));
        Assert.Throws<ArgumentNullException>("scheduled", () => EventClimb.Of(null!, 1, new ReshardLimits(), 10));
        Assert.Throws<ArgumentNullException>("limits", () => EventClimb.Of(Sale, 1, null!, 10));
        var error = Assert.Throws<ArgumentException>(() => calendar.Decide(observed with { Target = observed.Target with { MinShards = 0 } }));
        Assert.Equal("The scaling target is not usable: minShards is 0, allowed is 1 or more.", error.Message);
    }

    private static (Observation Asked, Decision Decision) Ask(Observation observed)
    {
        var policy = new AskedPolicy();
        var decision = new CalendarPolicy(policy).Decide(observed);
        return (Assert.Single(policy.Asked), decision);
    }

    private static IEnumerable<ScalingOperation> Used(int count) =>
        Enumerable.Range(0, count).Select(i => new ScalingOperation(Noon.AddHours(-3).AddMinutes(i), 20, 20));

    private static Observation At(Observation observed, DateTimeOffset now) => observed with { Now = now };

    private static Observation Observed(params ScheduledEvent[] events) => new()
    {
        Now = Noon,
        Target = new ScalingTarget { StreamName = "clicks", MinShards = 1, MaxShards = 400, Events = events.Length > 0 ? events : null },
        OpenShards = 20,
    };
}
