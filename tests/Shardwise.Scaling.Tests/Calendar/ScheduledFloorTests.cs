using System.Text.Json;

namespace Shardwise.Scaling.Tests.Calendar;

public class ScheduledFloorTests
{
    private static readonly ScheduledFloor Evening = new() { MinShards = 40, From = "18:00", Until = "23:00", TimeZone = "Europe/Berlin" };

    [Theory]
    // 18:00 in Berlin is 17:00 UTC in winter and 16:00 in summer.
    [InlineData("2026-11-27T16:59:00Z", false)]
    [InlineData("2026-11-27T17:00:00Z", true)]
    [InlineData("2026-11-27T21:59:00Z", true)]
    [InlineData("2026-11-27T22:00:00Z", false)]
    [InlineData("2026-07-01T16:00:00Z", true)]
    public void Without_days_it_holds_every_day(string now, bool holds) => Assert.Equal(holds, Evening.Holds(DateTimeOffset.Parse(now)));

    [Theory]
    [InlineData("2026-11-27T18:00:00Z", true)]
    [InlineData("2026-11-28T18:00:00Z", true)]
    [InlineData("2026-11-29T18:00:00Z", false)]
    public void With_days_it_holds_on_them(string now, bool holds) =>
        Assert.Equal(holds, (Evening with { Days = ["fri", "sat"] }).Holds(DateTimeOffset.Parse(now)));

    [Theory]
    // Friday 22:00 to Saturday 02:00 in Berlin.
    [InlineData("2026-11-27T20:59:00Z", false)]
    [InlineData("2026-11-27T21:00:00Z", true)]
    [InlineData("2026-11-28T00:59:00Z", true)]
    [InlineData("2026-11-28T01:00:00Z", false)]
    [InlineData("2026-11-28T21:00:00Z", false)]
    [InlineData("2026-11-27T00:30:00Z", false)]
    public void After_midnight_it_is_still_that_of_the_evening_before(string now, bool holds) =>
        Assert.Equal(holds, (Evening with { From = "22:00", Until = "02:00", Days = ["fri"] }).Holds(DateTimeOffset.Parse(now)));

    [Theory]
    [InlineData("2026-11-30T18:00:00Z", false)]
    [InlineData("2026-12-01T18:00:00Z", true)]
    [InlineData("2026-12-24T18:00:00Z", true)]
    [InlineData("2026-12-25T18:00:00Z", false)]
    public void With_dates_it_holds_from_the_first_to_the_last_of_them(string now, bool holds) =>
        Assert.Equal(holds, (Evening with { FirstDate = "2026-12-01", LastDate = "2026-12-24" }).Holds(DateTimeOffset.Parse(now)));

    [Fact]
    public void A_whole_day_holds_on_its_days_only()
    {
        var sundays = new ScheduledFloor { MinShards = 8, From = "00:00", Until = "00:00", Days = ["sun"] };

        Assert.True(sundays.Holds(DateTimeOffset.Parse("2026-11-29T00:00:00Z")));
        Assert.True(sundays.Holds(DateTimeOffset.Parse("2026-11-29T23:59:00Z")));
        Assert.False(sundays.Holds(DateTimeOffset.Parse("2026-11-30T00:00:00Z")));
    }

    [Fact]
    public void Calendars_travel_as_json()
    {
        var target = new ScalingTarget
        {
            StreamName = "clicks", MinShards = 2, MaxShards = 300, Floors = [Evening with { Days = ["fri"], FirstDate = "2026-12-01", LastDate = "2026-12-24" }],
            Events = [new ScheduledEvent { MinShards = 200, From = "2026-11-27T17:30", Until = "2026-11-29T02:00", TimeZone = "Europe/Berlin" }],
        };

        var json = JsonSerializer.Serialize(target);

        Assert.Equal(
            """{"streamName":"clicks","minShards":2,"maxShards":300,"setting":"balanced","headroom":0.1,"reshardsADay":40,"floors":[{"minShards":40,"from":"18:00","until":"23:00","timeZone":"Europe/Berlin","days":["fri"],"firstDate":"2026-12-01","lastDate":"2026-12-24"}],"events":[{"minShards":200,"from":"2026-11-27T17:30","until":"2026-11-29T02:00","timeZone":"Europe/Berlin"}]}""",
            json);
        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<ScalingTarget>(json)));
    }

    [Fact]
    public void One_message_lists_every_violation_of_a_calendar()
    {
        var target = new ScalingTarget
        {
            StreamName = "clicks", MinShards = 2, MaxShards = 8,
            Floors = [new ScheduledFloor { MinShards = 4, From = "6 pm", Until = "23:00", TimeZone = "Mars/Olympus", Days = ["friday"], FirstDate = "1.12.", LastDate = "24.12." },
                Evening with { MinShards = 4, FirstDate = "2026-12-24", LastDate = "2026-12-01" }],
            Events = [new ScheduledEvent { MinShards = 9, From = "2026-11-29T02:00", Until = "2026-11-27T17:30" }, new ScheduledEvent { MinShards = 4, From = "Friday", Until = "", TimeZone = "Berlin" }],
        };

        var error = Assert.Throws<ArgumentException>(target.Validate);

        Assert.Equal(
            "The scaling target is not usable: floors[0].from is \"6 pm\", allowed is a time of the day as 18:00; floors[0].timeZone is \"Mars/Olympus\", allowed is an IANA time zone as Europe/Berlin; "
            + "floors[0].days has \"friday\", allowed are sun, mon, tue, wed, thu, fri, sat; floors[0].firstDate is \"1.12.\", allowed is a date as 2026-12-01; "
            + "floors[0].lastDate is \"24.12.\", allowed is a date as 2026-12-24; floors[1].lastDate is \"2026-12-01\", allowed is firstDate (\"2026-12-24\") or later; "
            + "events[0].minShards is 9, allowed is 1 to maxShards (8); events[0].until is \"2026-11-27T17:30\", allowed is a time after from (\"2026-11-29T02:00\"); "
            + "events[1].from is \"Friday\", allowed is a date and time as 2026-11-27T17:30; events[1].until is \"\", allowed is a date and time as 2026-11-29T02:00; "
            + "events[1].timeZone is \"Berlin\", allowed is an IANA time zone as Europe/Berlin.",
            error.Message);
    }
}
