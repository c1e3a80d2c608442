using System.Text.Json;

namespace Shardwise.Scaling.Tests;

public class ScalingTargetTests
{
    private static readonly ScalingTarget Valid = new() { StreamName = "clicks", MinShards = 2, MaxShards = 8 };

    [Fact]
    public void Json_names_are_camel_case()
    {
        var json = JsonSerializer.Serialize(Valid);

        Assert.Equal("""{"streamName":"clicks","minShards":2,"maxShards":8,"targetUtilization":0.7,"scaleDownAfterMinutes":15}""", json);
        Assert.Equal(Valid, JsonSerializer.Deserialize<ScalingTarget>(json));
    }

    [Fact]
    public void What_json_leaves_out_has_its_default()
    {
        var target = JsonSerializer.Deserialize<ScalingTarget>("""{"streamName":"clicks","minShards":2,"maxShards":8}""");

        Assert.Equal(Valid, target);
    }

    [Theory]
    [InlineData(1, 1, 0.1, 1)]
    [InlineData(1, 10_000, 0.95, 1440)]
    public void The_ends_of_every_range_are_allowed(int min, int max, double utilization, int quiet)
    {
        var target = new ScalingTarget { StreamName = "a", MinShards = min, MaxShards = max, TargetUtilization = utilization, ScaleDownAfterMinutes = quiet };

        target.Validate();
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
        var target = new ScalingTarget { StreamName = "a b", MinShards = 0, MaxShards = 0, TargetUtilization = double.NaN, ScaleDownAfterMinutes = 1441 };

        var error = Assert.Throws<ArgumentException>(target.Validate);

        Assert.Equal(
            "The scaling target is not usable: streamName is \"a b\", allowed are 1 to 128 of the characters a-z A-Z 0-9 _ . -; "
            + "minShards is 0, allowed is 1 or more; maxShards is 0, allowed is minShards (1) or more; "
            + "targetUtilization is NaN, allowed is 0.1 to 0.95; scaleDownAfterMinutes is 1441, allowed is 1 to 1440.",
            error.Message);
    }
}
