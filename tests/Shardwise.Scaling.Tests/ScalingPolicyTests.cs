namespace Shardwise.Scaling.Tests;

public class ScalingPolicyTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 11, 6, 0, TimeSpan.Zero);
    private static readonly ScalingTarget Target = new() { StreamName = "clicks", MinShards = 1, MaxShards = 100 };

    [Fact]
    public void A_full_stream_goes_up_at_once_and_says_from_what()
    {
        var decision = Decide(4, [.. Flat(2, 20, 4), Minute(2, 3.68, 4)], [new(Now.AddHours(-3), 2, 3), new(Now.AddHours(-2), 3, 4)]);

        Assert.Equal(6, decision.TargetShards);
        Assert.Equal("Up from 4 to 6 shards: bytes at 92 % of 4 shards in the minute 11:04 UTC, 2 of 10 operations used.", decision.Reason);
        Assert.Equal(0.92, decision.Utilization!.Value, 6);
        Assert.Equal(8, decision.OperationsLeft);
    }

    [Fact]
    public void Records_count_where_they_fill_the_shards_before_bytes_do()
    {
        var minute = Minute(2, 1, 4) with { Records = 3.68 * ShardCapacity.RecordsPerMinute };

        var decision = Decide(4, [minute]);

        Assert.Equal("Up from 4 to 6 shards: records at 92 % of 4 shards in the minute 11:04 UTC, 0 of 10 operations used.", decision.Reason);
    }

    [Fact]
    public void What_was_throttled_raises_the_demand()
    {
        var minute = Minute(2, 4, 4) with { Records = 100_000, ThrottledRecords = 60_000 };

        var decision = Decide(4, [minute]);

        Assert.Equal(
            "Up from 4 to 8 shards: bytes at 100 % of 4 shards in the minute 11:04 UTC with 60,000 records throttled, "
            + "so demand is taken as 6.4 shards; 10 shards wanted, and one operation at most doubles, 0 of 10 operations used.",
            decision.Reason);
        Assert.Equal(6.4, decision.DemandShards!.Value, 6);
    }

    [Fact]
    public void Retries_that_are_counted_many_times_do_not_more_than_double_the_demand()
    {
        var minute = Minute(2, 4, 4) with { Records = 100_000, ThrottledRecords = 4_000_000 };

        Assert.Equal(8, Decide(4, [minute]).DemandShards);
    }

    [Fact]
    public void A_reshard_answers_what_was_guessed_to_hide_behind_throttling()
    {
        var before = Minute(2, 4, 4) with { Records = 100_000, ThrottledRecords = 100_000 };

        var decision = Decide(8, [before], [new(Now.AddMinutes(-4), 4, 8)]);

        Assert.Equal(
            "Hold at 8 shards: bytes at 100 % of 4 shards in the minute 11:04 UTC with 100,000 records throttled, "
            + "so demand is taken as 5.0 shards, which is 63 % of the 8 now, 1 of 10 operations used.",
            decision.Reason);
    }

    [Fact]
    public void A_rise_is_followed_before_it_fills_the_stream()
    {
        var rising = Enumerable.Range(0, 15).Select(i => Minute(16 - i, 4 + 0.2 * i, 10)).ToList();

        var decision = Decide(10, rising);

        Assert.Equal(
            "Hold at 10 shards: bytes at 68 % of 10 shards in the minute 11:04 UTC, rising by 0.2 shards a minute, 0 of 10 operations used.",
            decision.Reason);
        Assert.Equal(
            "Up from 9 to 13 shards: bytes at 76 % of 9 shards in the minute 11:04 UTC, rising by 0.2 shards a minute, 0 of 10 operations used.",
            Decide(9, [.. rising.Select(minute => minute with { OpenShards = 9 })]).Reason);
    }

    [Fact]
    public void A_quiet_while_gives_shards_up_with_room_kept()
    {
        var decision = Decide(12, Flat(2, 15, 12, load: 4.2), [new(Now.AddHours(-1), 6, 12)]);

        Assert.Equal("Down from 12 to 7 shards: at most 35 % of 12 shards was needed in each of the 15 minutes to 11:04 UTC, 1 of 10 operations used.", decision.Reason);
        Assert.Equal(7, decision.TargetShards);
    }

    [Fact]
    public void A_gap_in_the_quiet_while_is_no_quiet()
    {
        var minutes = Flat(2, 15, 12, load: 4.2);
        minutes.RemoveAt(7);

        Assert.Null(Decide(12, minutes).TargetShards);
    }

    [Fact]
    public void A_throttled_minute_in_the_quiet_while_is_no_quiet()
    {
        var minutes = Flat(2, 15, 12, load: 4.2);
        minutes[7] = minutes[7] with { ThrottledRecords = 1 };

        Assert.Null(Decide(12, minutes).TargetShards);
    }

    [Fact]
    public void A_quiet_while_begins_anew_with_every_operation()
    {
        Assert.Null(Decide(12, Flat(2, 15, 12, load: 4.2), [new(Now.AddMinutes(-14), 6, 12)]).TargetShards);
    }

    [Fact]
    public void Without_any_minute_it_holds()
    {
        var decision = Decide(4, []);

        Assert.Null(decision.TargetShards);
        Assert.Null(decision.Utilization);
        Assert.Equal("Hold at 4 shards: no traffic minute is visible, and what is not seen is not taken as quiet, 0 of 10 operations used.", decision.Reason);
    }

    [Fact]
    public void Old_minutes_say_nothing_about_now()
    {
        var decision = Decide(4, Flat(11, 30, 4, load: 0.1));

        Assert.Equal(
            "Hold at 4 shards: no traffic minute is visible since 10:55 UTC, and what is not seen is not taken as quiet, 0 of 10 operations used.",
            decision.Reason);
    }

    [Fact]
    public void The_minimum_holds_without_any_traffic()
    {
        var decision = Decide(1, [], target: Target with { MinShards = 3 });

        Assert.Equal(2, decision.TargetShards);
        Assert.Equal(
            "Up from 1 to 2 shards: the minimum is 3 shards; 3 shards wanted, and one operation at most doubles, 0 of 10 operations used.",
            decision.Reason);
    }

    [Fact]
    public void The_maximum_holds_under_load()
    {
        var decision = Decide(12, [Minute(2, 12, 12)], target: Target with { MaxShards = 8 });

        Assert.Equal("Down from 12 to 8 shards: the maximum is 8 shards, 0 of 10 operations used.", decision.Reason);
        Assert.Equal(8, decision.TargetShards);
    }

    [Fact]
    public void At_the_maximum_it_says_that_more_is_needed()
    {
        var decision = Decide(8, [Minute(2, 8, 8)], target: Target with { MaxShards = 8 });

        Assert.Equal(
            "Hold at 8 shards: more is needed, but the maximum is 8 shards; bytes at 100 % of 8 shards in the minute 11:04 UTC, 0 of 10 operations used.",
            decision.Reason);
        Assert.Null(decision.TargetShards);
    }

    [Fact]
    public void Nothing_is_asked_for_while_a_reshard_is_under_way()
    {
        var decision = new ScalingPolicy().Decide(Observe(4, [Minute(2, 4, 4)], []) with { ReshardInFlight = true });

        Assert.Null(decision.TargetShards);
        Assert.Equal(
            "Hold at 4 shards: 6 shards would be right, but a reshard is under way; bytes at 100 % of 4 shards in the minute 11:04 UTC, 0 of 10 operations used.",
            decision.Reason);
    }

    [Fact]
    public void Without_operations_left_it_says_when_the_next_is_free()
    {
        var decision = Decide(4, [Minute(2, 4, 4)], [.. Operations(10, hoursBetween: 2, open: 4)]);

        Assert.Null(decision.TargetShards);
        Assert.Equal(
            "Hold at 4 shards: 9 shards would be right, but no operation is left, the next is free at 15:06 UTC; "
            + "bytes at 100 % of 4 shards in the minute 11:04 UTC, 10 of 10 operations used.",
            decision.Reason);
    }

    [Fact]
    public void The_fewer_operations_are_left_the_more_an_up_asks_for()
    {
        var asked = Enumerable.Range(0, 10).Select(used => Decide(20, [Minute(2, 18.5, 20)], [.. Operations(used, 2)]).TargetShards).ToList();

        Assert.All(asked, shards => Assert.NotNull(shards));
        Assert.Equal(asked.Order(), asked);
        Assert.True(asked[9] >= 1.3 * asked[0], string.Join(" ", asked));
    }

    [Fact]
    public void A_way_down_leaves_the_operations_for_the_way_back_up_and_one_to_spare()
    {
        List<ScalingOperation> operations = [.. Operations(6, 2), new(Now.AddMinutes(-30), 32, 64)];

        var three = Decide(64, Flat(2, 15, 64, load: 2), operations);
        var two = Decide(64, Flat(2, 15, 64, load: 2), [.. Operations(1, 2), .. operations]);

        Assert.Equal(32, three.TargetShards);
        Assert.Null(two.TargetShards);
        Assert.Equal(
            "Hold at 64 shards: 4 shards would do, but the operations left are kept for the way back up; "
            + "bytes at 3 % of 64 shards in the minute 11:04 UTC, 8 of 10 operations used.",
            two.Reason);
    }

    private static Decision Decide(
        int open, IReadOnlyList<TrafficMinute> minutes, IReadOnlyList<ScalingOperation>? operations = null, ScalingTarget? target = null) =>
        new ScalingPolicy().Decide(Observe(open, minutes, operations ?? []) with { Target = target ?? Target });

    private static Observation Observe(int open, IReadOnlyList<TrafficMinute> minutes, IReadOnlyList<ScalingOperation> operations) =>
        new() { Now = Now, Target = Target, OpenShards = open, Minutes = minutes, Operations = operations };

    private static List<TrafficMinute> Flat(int newest, int count, int open, double load = 1) =>
        [.. Enumerable.Range(0, count).Select(i => Minute(newest + count - 1 - i, load, open))];

    private static TrafficMinute Minute(int ago, double shards, int open) =>
        new() { Start = Now.AddMinutes(-ago), Bytes = shards * ShardCapacity.BytesPerMinute, Records = 10, OpenShards = open };

    private static IEnumerable<ScalingOperation> Operations(int count, int hoursBetween, int open = 20) =>
        Enumerable.Range(1, count).Reverse().Select(i => new ScalingOperation(Now.AddHours(-hoursBetween * i), open, open));
}
