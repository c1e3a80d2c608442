using System.Text.Json;

namespace Shardwise.Scaling.Tests;

public class ScalingTargetTests
{
    private static readonly ScalingTarget Valid = new() { StreamName = "clicks", MinShards = 2, MaxShards = 8 };

    [Fact]
    public void Json_names_are_camel_case()
    {
        var json = JsonSerializer.Serialize(Valid);

        Assert.Equal("""{"streamName":"clicks","minShards":2,"maxShards":8,"setting":"balanced","headroom":0.1,"reshardsADay":40}""", json);
        Assert.Equal(Valid, JsonSerializer.Deserialize<ScalingTarget>(json));
    }

    [Fact]
    public void Warm_throughput_is_in_json_where_it_is_held()
    {
        var json = JsonSerializer.Serialize(Valid with { WarmThroughput = true });

        Assert.Contains("\"warmThroughput\":true", json);
        Assert.True(JsonSerializer.Deserialize<ScalingTarget>(json)!.WarmThroughput);
    }

    [Fact]
    public void What_json_leaves_out_has_its_default()
    {
        var target = JsonSerializer.Deserialize<ScalingTarget>("""{"streamName":"clicks","minShards":2,"maxShards":8}""");

        Assert.Equal(Valid, target);
    }

    [Theory]
    [InlineData(1, 1, 0, "lean")]
    [InlineData(1, 10_000, 1, "safe")]
    public void The_ends_of_every_range_are_allowed(int min, int max, double headroom, string setting)
    {
        var target = new ScalingTarget { StreamName = "a", MinShards = min, MaxShards = max, Headroom = headroom, Setting = setting };

        target.Validate();
    }

    [Fact]
    public void What_an_older_rule_still_says_is_passed_over()
    {
        var target = JsonSerializer.Deserialize<ScalingTarget>(
            """{"streamName":"clicks","minShards":2,"maxShards":8,"targetUtilization":0.7,"scaleDownAfterMinutes":15}""");

        Assert.Equal(Valid, target);
    }

    [Fact]
    public void A_minimum_above_the_maximum_is_refused()
    {
        var error = Assert.Throws<ArgumentException>((Valid with { MinShards = 9 }).Validate);

        Assert.Equal("The scaling target is not usable: maxShards is 8, allowed is minShards (9) or more.", error.Message);
    }

    [Fact]
    public void A_name_that_is_missing_in_json_is_refused()
    {
        var target = JsonSerializer.Deserialize<ScalingTarget>("""{"streamName":null,"minShards":2,"maxShards":8}""")!;

        var error = Assert.Throws<ArgumentException>(target.Validate);

        Assert.Equal("The scaling target is not usable: streamName is \"\", allowed are 1 to 128 of the characters a-z A-Z 0-9 _ . -.", error.Message);
    }

    [Fact]
    public void One_message_lists_every_violation()
    {
        var target = new ScalingTarget { StreamName = "a b", MinShards = 0, MaxShards = 0, Headroom = double.NaN, Setting = "thrifty" };

        var error = Assert.Throws<ArgumentException>(target.Validate);

        Assert.Equal(
            "The scaling target is not usable: streamName is \"a b\", allowed are 1 to 128 of the characters a-z A-Z 0-9 _ . -; "
            + "minShards is 0, allowed is 1 or more; maxShards is 0, allowed is minShards (1) or more; "
            + "setting is \"thrifty\", allowed is lean, balanced, safe; headroom is NaN, allowed is 0 to 1.",
            error.Message);
    }

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void A_name_has_128_characters_at_most(int length, bool allowed) => Assert.Equal(allowed, IsAllowed(Valid with { StreamName = new string('a', length) }));

    [Theory]
    [InlineData("a_b.c-D9", true)]
    [InlineData("a/b", false)]
    [InlineData("ä", false)]
    public void A_name_has_letters_digits_and_three_others(string name, bool allowed) => Assert.Equal(allowed, IsAllowed(Valid with { StreamName = name }));

    [Theory]
    [InlineData(-0.01, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(1.01, false)]
    public void Headroom_is_a_share(double headroom, bool allowed) => Assert.Equal(allowed, IsAllowed(Valid with { Headroom = headroom }));

    [Fact]
    public void Splits_and_merges_a_day_are_none_or_more()
    {
        (Valid with { ReshardsADay = 0 }).Validate();
        var error = Assert.Throws<ArgumentException>((Valid with { ReshardsADay = -1 }).Validate);

        Assert.Equal("The scaling target is not usable: reshardsADay is -1, allowed is 0 or more.", error.Message);
    }

    [Fact]
    public void A_calendar_without_entries_is_none()
    {
        var target = JsonSerializer.Deserialize<ScalingTarget>("""{"streamName":"clicks","minShards":2,"maxShards":8,"floors":[],"events":[]}""")!;

        Assert.Equal((null, null), (new ScalingTarget(floors: []).Floors, new ScalingTarget(events: []).Events));
        Assert.Null(new ScheduledFloor(days: []).Days);
        target.Validate();
        Assert.Same(target, target.At(Evening));
    }

    [Theory]
    // The highest of those that hold, of whichever kind, and never above the maximum or below the minimum of its own.
    [InlineData(3, 6, 4, 5, 6)]
    [InlineData(3, 4, 5, 7, 7)]
    [InlineData(1, 1, 1, 1, 2)]
    [InlineData(2, 2, 2, 2, 2)]
    [InlineData(3, 12, 4, 5, 8)]
    [InlineData(3, 4, 5, 12, 8)]
    public void At_a_moment_the_minimum_is_the_highest_that_holds(int floor, int otherFloor, int scheduled, int otherScheduled, int minimum)
    {
        var target = Valid with
        {
            Floors = [Floor(floor), Floor(otherFloor), Floor(8) with { From = "04:00", Until = "05:00" }],
            Events = [Event(scheduled), Event(otherScheduled), Event(8) with { From = "2026-11-28T00:00", Until = "2026-11-28T01:00" }],
        };

        Assert.Equal(minimum, target.At(Evening).MinShards);
        Assert.Equal(Math.Max(2, Math.Min(8, Math.Max(floor, otherFloor))), (target with { Events = null }).At(Evening).MinShards);
        Assert.Equal(Math.Max(2, Math.Min(8, Math.Max(scheduled, otherScheduled))), (target with { Floors = null }).At(Evening).MinShards);
    }

    [Theory]
    [InlineData(false, 40, 0, 40)]
    [InlineData(false, 40, 15, 25)]
    [InlineData(false, 10, 15, 0)]
    [InlineData(true, 40, 0, 0)]
    public void Splits_and_merges_that_are_left_are_those_of_the_day_without_those_made_in_it(bool callsOnly, int aDay, int made, int left)
    {
        var observed = new Observation
        {
            Now = Evening, OpenShards = 4, Target = Valid with { UpdateShardCountOnly = callsOnly, ReshardsADay = aDay },
            // A day old to the second no longer counts.
            Steps = [new ReshardSteps(Evening.AddDays(-1), 100), new ReshardSteps(Evening.AddDays(-1).AddSeconds(1), made)],
        };

        Assert.Equal(left, observed.StepsLeft);
    }

    [Fact]
    public void Utilization_is_the_demand_of_each_open_shard() =>
        Assert.Equal(0.75, new Decision { OpenShards = 20, DemandShards = 15, OperationsLeft = 10, Reason = "" }.Utilization);

    private static readonly DateTimeOffset Evening = DateTimeOffset.Parse("2026-11-27T19:00:00Z");

    private static ScheduledFloor Floor(int shards) => new() { MinShards = shards, From = "18:00", Until = "23:00" };

    private static ScheduledEvent Event(int shards) => new() { MinShards = shards, From = "2026-11-27T18:00", Until = "2026-11-27T23:00" };

    private static bool IsAllowed(ScalingTarget target) => Record.Exception(target.Validate) is null;
}
