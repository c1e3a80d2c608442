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
}
