using Shardwise.Scaler.Ledgers;
using Shardwise.Scaling;
using Shardwise.Scaling.Calendar;

namespace Shardwise.Cli.Tests.Scaler;

/// <summary>The tag <c>shardwise:target</c>, which scalers write and commands read that are older or newer than each other.</summary>
public sealed class TargetTagTests
{
    private static readonly ScalingTarget Default = new() { StreamName = "clicks", MinShards = 2, MaxShards = 64 };

    public static TheoryData<ScalingTarget, string> Targets => new()
    {
        { Default, "v1 min:2 max:64 setting:balanced headroom:0.1" },
        { Default with { ReshardsADay = 24 }, "v1 min:2 max:64 setting:balanced headroom:0.1 reshards:24" },
        { Default with { ReshardsADay = 0 }, "v1 min:2 max:64 setting:balanced headroom:0.1 reshards:0" },
        { Default with { Setting = "safe", UpdateShardCountOnly = true }, "v1 min:2 max:64 setting:safe headroom:0.1 calls:1" },
        { Default with { WarmThroughput = true }, "v1 min:2 max:64 setting:balanced headroom:0.1 warm:1" },
    };

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_target_comes_back_as_it_was(ScalingTarget target, string tag)
    {
        Assert.Equal(tag, TargetCodec.Encode(target));
        Assert.Equal((target, 0), TargetCodec.Decode("clicks", tag));
    }

    [Theory]
    [InlineData("v1 min:2 max:64 setting:balanced headroom:0.1")]
    [InlineData("v1 min:2 max:64 setting:balanced headroom:0.1 reshards:many")]
    [InlineData("v1 min:2 max:64 setting:balanced headroom:0.1 reshards:-1")]
    [InlineData("v1 reshards:40 later:7 max:64 min:2 headroom:0.1 setting:balanced")]
    public void A_tag_without_a_number_of_splits_and_merges_has_the_default_and_words_of_a_newer_scaler_are_passed_over(string tag) =>
        Assert.Equal((Default, 0), TargetCodec.Decode("clicks", tag));

    [Theory]
    [InlineData("v1 min:2 max:64 setting:best headroom:0.1")]
    [InlineData("v1 min:9 max:4 setting:balanced headroom:0.1")]
    [InlineData("v2 min:2 max:64 setting:balanced headroom:0.1")]
    public void A_target_that_cannot_be_used_is_none(string tag) => Assert.Null(TargetCodec.Decode("clicks", tag));

    [Fact]
    public void All_words_at_their_longest_fit_a_tag()
    {
        var target = new ScalingTarget
        {
            StreamName = new string('s', 128), MinShards = int.MaxValue, MaxShards = int.MaxValue, Headroom = 2.2250738585072014E-308, UpdateShardCountOnly = true,
            ReshardsADay = int.MaxValue, WarmThroughput = true,
            Floors = [.. Enumerable.Repeat(new ScheduledFloor { MinShards = 1, From = "08:00", Until = "09:00" }, 1_000)],
            Events = [.. Enumerable.Repeat(new ScheduledEvent { MinShards = 1, From = "2026-11-27T17:30", Until = "2026-11-27T18:30" }, 1_000)],
        };

        var tag = TargetCodec.Encode(target);

        Assert.Equal(
            "v1 min:2147483647 max:2147483647 setting:balanced headroom:2.2250738585072014E-308 calls:1 reshards:2147483647 warm:1 floors:1000 events:1000", tag);
        Assert.InRange(tag.Length, 1, 256);
        Assert.Equal((target with { Floors = null, Events = null }, 2_000), TargetCodec.Decode(target.StreamName, tag));
    }
}
