using Shardwise.Scaling.Replay;

namespace Shardwise.Scaling.Tests.Replay;

public class StreamReplayTests
{
    private const ReshardMethod Call = ReshardMethod.UpdateShardCount;
    private const ReshardMethod Splits = ReshardMethod.SplitsAndMerges;

    [Fact]
    public void Going_up_the_old_ranges_serve_until_the_reshard_ends_and_both_are_billed()
    {
        var result = Run(Flat(10, 7), start: 4, script: (1, 8, Call));

        Assert.Equal([4, 4, 4, 4, 8, 8, 8, 8, 8, 8], result.Minutes.Select(minute => minute.Capacity));
        Assert.Equal([4, 8, 8, 8, 8, 8, 8, 8, 8, 8], result.Minutes.Select(minute => minute.Billed));
        Assert.Equal(4 * 3.0 / 70, result.ThrottledFraction, 1e-12);
        Assert.Equal(4, result.ThrottledMinutes);
        Assert.Equal(76 / 60.0, result.ShardHours, 1e-12);
    }

    [Fact]
    public void Going_down_the_new_ranges_serve_at_once_and_the_old_are_billed_until_the_end()
    {
        var result = Run(Flat(6, 3), start: 8, script: (1, 4, Call));

        Assert.Equal([8, 4, 4, 4, 4, 4], result.Minutes.Select(minute => minute.Capacity));
        Assert.Equal([8, 8, 8, 8, 4, 4], result.Minutes.Select(minute => minute.Billed));
    }

    [Theory]
    [InlineData(9)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(0)]
    public void What_aws_would_refuse_is_refused_and_counted(int shards)
    {
        var result = Run(Flat(6, 1), start: 4, script: (1, shards, Call));

        Assert.Equal((0, 1), (result.Operations, result.Refused));
        Assert.All(result.Minutes, minute => Assert.Equal(4, minute.Capacity));
    }

    [Fact]
    public void A_reshard_in_flight_refuses_another()
    {
        var result = Run(Flat(9, 1), start: 4, script: [(1, 5, Call), (3, 6, Call), (4, 6, Splits)]);

        Assert.Equal((1, 1), (result.Operations, result.Refused));
        Assert.Equal(SplitSequence.Length(5, 6), result.SplitsAndMerges);
    }

    [Fact]
    public void A_call_may_take_the_place_of_the_rest_of_a_sequence()
    {
        // 10 to 7: 6 splits and 9 merges by turns, 8 minutes; after three of them, 6 steps, 10 + 3 - 3 ranges are open.
        var result = Run(Flat(14, 5), start: 10, script: [(1, 7, Splits), (4, 12, Call)]);

        Assert.Equal((1, 0, 6), (result.Operations, result.Refused, result.SplitsAndMerges));
        Assert.Equal([10, 7, 7, 7, 7, 7, 7, 12], result.Minutes.Take(8).Select(minute => minute.Capacity));
        Assert.Equal([10, 10, 10, 10, 12, 12, 12, 12], result.Minutes.Take(8).Select(minute => minute.Billed));
    }

    [Fact]
    public void Another_sequence_may_not()
    {
        var result = Run(Flat(14, 5), start: 10, script: [(1, 7, Splits), (4, 12, Splits)]);

        Assert.Equal((0, 1, 15), (result.Operations, result.Refused, result.SplitsAndMerges));
    }

    [Fact]
    public void The_eleventh_operation_of_a_day_is_refused_and_the_first_comes_back_after_a_day()
    {
        var script = Enumerable.Range(0, 12).Select(i => (10 * i, 4 + (i + 1) % 2, Call)).Append((1_440, 5, Call)).ToArray();
        var result = Run(Flat(1_450, 1), start: 4, script: script);

        Assert.Equal((11, 2), (result.Operations, result.Refused));
        Assert.True(result.Reshards[^1].Accepted);
    }

    [Theory]
    [InlineData(4, 5, 7, 4)]
    [InlineData(4, 8, 4, 2)]
    [InlineData(6, 4, 6, 3)]
    public void A_sequence_of_splits_and_merges_takes_half_a_minute_each(int from, int to, int length, int minutes)
    {
        var result = Run(Flat(9, 1), start: from, script: (1, to, Splits));

        Assert.Equal(length, result.SplitsAndMerges);
        Assert.Equal(0, result.Operations);
        Assert.Equal(minutes, result.Minutes.Count(minute => minute.Capacity == Math.Min(from, to) && minute.Billed == Math.Max(from, to)));
    }

    [Fact]
    public void A_policy_sees_minutes_up_to_two_before_now_and_only_what_was_accepted()
    {
        var policy = new Scripted();
        StreamReplay.Run("scripted", policy, Flat(20, 5), startShards: 4);

        Assert.Equal([0, 0, 1, 2], policy.Seen.Take(4).Select(seen => seen.Minutes.Count));
        var minute = policy.Seen[10].Minutes[8];
        Assert.Equal((StreamReplay.Start.AddMinutes(8), 4.0, 60_000.0, 4),
            (minute.Start, minute.AcceptedShards, minute.ThrottledRecords, minute.OpenShards));
        Assert.Null(policy.Seen[5].History);
        Assert.Equal(2, policy.Seen[11].History!.DemandShards.Count);
        Assert.Equal(StreamReplay.Start, policy.Seen[11].History!.Start);
    }

    [Fact]
    public void An_unknown_minute_is_seen_by_no_policy_offers_nothing_and_is_billed()
    {
        var policy = new Scripted();
        var trace = Flat(20, 3) with { Minutes = [.. Enumerable.Range(0, 20).Select(minute => minute is 3 or (>= 5 and < 10) ? TraceMinute.Unknown : Minute(3))] };
        var result = StreamReplay.Run("scripted", policy, trace, startShards: 4);

        Assert.Equal([0, 1, 2, 4], policy.Seen[12].Minutes.Take(4).Select(seen => (seen.Start - StreamReplay.Start).TotalMinutes));
        Assert.Equal([1, 2, 3, 3, 4, 4], policy.Seen.Skip(2).Take(6).Select(seen => seen.Minutes.Count));
        // As CloudWatch sums a period up: over the minutes that it has, and nothing where it has none.
        Assert.Equal([3 * 4.0 / 5, double.NaN, 3], policy.Seen[19].History!.DemandShards);
        Assert.Equal(20 * 4 / 60.0, result.ShardHours, 1e-12);
        Assert.Equal(0, result.ThrottledFraction);
    }

    [Fact]
    public void Producers_that_retry_lose_only_what_is_refused_three_times()
    {
        var trace = new Trace("burst", [.. new double[] { 1, 10, 1, 1, 1, 1 }.Select(Minute)]);
        var once = Run(trace, start: 3);
        var retried = Run(trace, start: 3, profile: new ReplayProfile { Retry = RetryBehavior.Producer });

        Assert.Equal(7 / 15.0, once.ThrottledFraction, 1e-12);
        // 7 wait; the next two minutes take 3 each, which makes their own 1 wait; the last of the 7 is lost.
        Assert.Equal(1 / 15.0, retried.ThrottledFraction, 1e-12);
        Assert.Equal(8 / 15.0, retried.DelayedFraction, 1e-12);
    }

    [Fact]
    public void The_older_published_reshard_takes_half_a_minute_a_shard()
    {
        var result = Run(Flat(20, 1), start: 10, profile: new ReplayProfile { Reshard = ReshardSpeed.Serial }, script: (1, 19, Call));

        Assert.Equal(5, result.Minutes.Count(minute => minute is { Capacity: 10, Billed: 19 }));
    }

    [Fact]
    public void The_cost_is_shard_hours_and_put_units()
    {
        var result = Run(Flat(60, 2), start: 3);
        var onDemand = OnDemandCost.Of(Flat(60, 2), new Prices());

        Assert.Equal(3 * 0.015 + 60 * 2 * 60_000 * 0.014 / 1e6, result.CostUsd, 1e-9);
        var (gigabytesIn, gigabytesOut) = (7_200_000 * 1_024.0 / (1L << 30), 7_200_000 * 700.0 / (1L << 30));
        Assert.Equal(0.04 + gigabytesIn * 0.08 + gigabytesOut * 0.04, onDemand.StandardUsd, 1e-9);
        Assert.Equal(25 * 3_600 / 1_024.0 * (0.032 + 0.016), onDemand.AdvantageUsd, 1e-9);
    }

    [Fact]
    public void The_first_count_has_room_over_the_first_hour() => Assert.Equal(11, StreamReplay.StartShards(Flat(100, 7)));

    private static ReplayResult Run(Trace trace, int start, ReplayProfile? profile = null, params (int, int, ReshardMethod)[] script) =>
        StreamReplay.Run("scripted", new Scripted(script), trace, profile, start);

    private static Trace Flat(int minutes, double shards) => new("flat", [.. Enumerable.Repeat(Minute(shards), minutes)]);

    private static TraceMinute Minute(double shards) => new(shards * 60_000, shards * 60_000 * 700);
}
