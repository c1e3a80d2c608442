using Shardwise.Scaling.Calendar;

namespace Shardwise.Scaling.Tests.Calendar;

/// <summary>The minutes at which a calendar's entries begin and end, and the numbers that they may have.</summary>
public class CalendarBoundTests
{
    private static readonly ScheduledEvent Sale = new() { MinShards = 200, From = "2026-11-27T17:30", Until = "2026-11-29T02:00", TimeZone = "Europe/Berlin" };

    [Theory]
    [InlineData("2026-11-27T16:29:59Z", false)]
    [InlineData("2026-11-27T16:30:00Z", true)]
    [InlineData("2026-11-29T00:59:59Z", true)]
    [InlineData("2026-11-29T01:00:00Z", false)]
    public void An_event_holds_from_its_first_minute_to_the_last_before_its_end(string now, bool holds) =>
        Assert.Equal(holds, Sale.Holds(DateTimeOffset.Parse(now)));

    [Theory]
    [InlineData("Friday", "2026-11-29T02:00", "Europe/Berlin")]
    [InlineData("2026-11-27T17:30", "Sunday", "Europe/Berlin")]
    [InlineData("2026-11-27T17:30", "2026-11-29T02:00", "Berlin")]
    public void An_event_that_is_not_valid_never_holds(string from, string until, string zone)
    {
        var scheduled = Sale with { From = from, Until = until, TimeZone = zone };

        Assert.Null(scheduled.Span);
        Assert.False(scheduled.Holds(DateTimeOffset.Parse("2026-11-28T12:00:00Z")));
    }

    [Theory]
    // Berlin's clock goes from 02:00 to 03:00 on 29 March 2026.
    [InlineData("2026-03-29T01:59", "2026-03-29T00:59:00Z")]
    [InlineData("2026-03-29T02:00", "2026-03-29T01:00:00Z")]
    [InlineData("2026-03-29T02:30", "2026-03-29T01:30:00Z")]
    [InlineData("2026-03-29T03:00", "2026-03-29T01:00:00Z")]
    public void A_time_that_the_clock_passes_over_is_an_hour_later(string from, string moment) =>
        Assert.Equal(DateTimeOffset.Parse(moment), (Sale with { From = from }).Span!.Value.From);

    [Theory]
    // The night of the last date belongs to it, that of the date after does not.
    [InlineData("2026-12-25T00:30:00Z", true)]
    [InlineData("2026-12-25T21:30:00Z", false)]
    [InlineData("2026-12-01T00:30:00Z", false)]
    [InlineData("2026-12-02T00:30:00Z", true)]
    public void A_floor_over_midnight_is_of_the_date_on_which_it_begins(string now, bool holds)
    {
        var night = new ScheduledFloor
        {
            MinShards = 8, From = "22:00", Until = "02:00", TimeZone = "Europe/Berlin", FirstDate = "2026-12-01", LastDate = "2026-12-24",
        };

        Assert.Equal(holds, night.Holds(DateTimeOffset.Parse(now)));
    }

    [Theory]
    [InlineData("6 pm", "23:00", "UTC")]
    [InlineData("18:00", "24:00", "UTC")]
    [InlineData("18:00", "23:00", "Mars/Olympus")]
    public void A_floor_that_is_not_valid_never_holds(string from, string until, string zone) =>
        Assert.False(new ScheduledFloor { MinShards = 8, From = from, Until = until, TimeZone = zone }.Holds(DateTimeOffset.Parse("2026-11-27T19:00:00Z")));

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void A_calendar_may_ask_for_one_shard_and_for_the_maximum(int shards) => With(shards, until: "2026-11-27T17:31").Validate();

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void A_calendar_may_not_ask_for_less_than_one_shard_or_more_than_the_maximum(int shards)
    {
        var error = Assert.Throws<ArgumentException>(With(shards, until: "2026-11-27T17:30").Validate);

        Assert.Equal(
            $"The scaling target is not usable: floors[0].minShards is {shards}, allowed is 1 to maxShards (8); "
            + $"events[0].minShards is {shards}, allowed is 1 to maxShards (8); "
            + "events[0].until is \"2026-11-27T17:30\", allowed is a time after from (\"2026-11-27T17:30\").",
            error.Message);
    }

    [Theory]
    // Each clock is that of the zone, of both ends.
    [InlineData("2026-11-27T17:30", "2026-11-27T17:31", true)]
    [InlineData("2026-11-27T17:30", "2026-11-27T17:00", false)]
    [InlineData("2026-11-27T17:30", "2026-11-27T18:00", true)]
    // The clock passes over half past two: it is half past three then.
    [InlineData("2026-03-29T02:30", "2026-03-29T03:00", false)]
    public void An_event_ends_after_it_begins(string from, string until, bool allowed)
    {
        var target = With(8, until) with { Floors = null };
        target = target with { Events = [target.Events![0] with { From = from, TimeZone = "Europe/Berlin" }] };

        Assert.Equal(allowed, Record.Exception(target.Validate) is null);
    }

    [Fact]
    public void What_json_has_as_null_is_said_as_nothing()
    {
        var target = With(8, "2026-11-27T17:31");
        target = target with
        {
            Floors = [target.Floors![0] with { TimeZone = null!, Days = [null!], Until = "11 pm" }],
            Events = [target.Events![0] with { TimeZone = null! }],
        };

        var error = Assert.Throws<ArgumentException>(target.Validate);

        Assert.Equal(
            "The scaling target is not usable: floors[0].until is \"11 pm\", allowed is a time of the day as 23:00; "
            + "floors[0].timeZone is \"\", allowed is an IANA time zone as Europe/Berlin; "
            + "floors[0].days has \"\", allowed are sun, mon, tue, wed, thu, fri, sat; "
            + "events[0].timeZone is \"\", allowed is an IANA time zone as Europe/Berlin.",
            error.Message);
    }

    [Fact]
    public void A_floor_may_be_of_one_date()
    {
        var target = With(8, "2026-11-27T17:31");

        (target with { Floors = [target.Floors![0] with { FirstDate = "2026-12-01", LastDate = "2026-12-01" }] }).Validate();
    }

    [Theory]
    // Three minutes a call and one for each 50 shards begun; half as much again, and five in hand: 20-40-80-160-200 takes 4 + 4 + 5 + 4 minutes.
    [InlineData(20, 4, 4, 31)]
    [InlineData(100, 1, 10, 13)]
    [InlineData(199, 1, 10, 11)]
    [InlineData(200, 0, 10, 0)]
    [InlineData(300, 0, 10, 0)]
    // With a call too few it is by splits, 180 of them.
    [InlineData(20, 4, 3, 140)]
    public void The_way_up_to_an_event_takes_its_calls_and_begins_with_minutes_in_hand(int open, int calls, int callsLeft, int minutesBefore)
    {
        var climb = EventClimb.Of(Sale, open, new ReshardLimits(), callsLeft);

        Assert.Equal((calls, minutesBefore), (climb.Operations, (int)(Sale.Span!.Value.From - climb.BeginsAt).TotalMinutes));
    }

    private static ScalingTarget With(int shards, string until) => new()
    {
        StreamName = "clicks", MinShards = 1, MaxShards = 8,
        Floors = [new ScheduledFloor { MinShards = shards, From = "18:00", Until = "23:00" }],
        Events = [new ScheduledEvent { MinShards = shards, From = "2026-11-27T17:30", Until = until }],
    };
}
