using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Shardwise.Local;
using Shardwise.Scaling;

namespace Shardwise.Scaler.Tests.Front;

public class FrontTests(FrontFixture front) : IClassFixture<FrontFixture>
{
    internal const int SlowToReshard = 7;

    private static readonly string[] Calls =
        ["DescribeStreamSummary", "ListTagsForStream", "AddTagsToStream", "UpdateShardCount", "DescribeLimits", "GetMetricData"];

    // What AWS said although it could have been foreseen; what was injected could not.
    private static readonly string[] Foreseeable = ["resourceInUse", "limitExceeded", "invalidArgument"];

    [Fact]
    public Task After_each_call_has_failed_once_the_stream_gets_what_it_needs_within_two_minutes() =>
        EachCallAsync(new InjectedFault { Code = "InternalFailure", StatusCode = 500 }, times: 2, minutesOfFault: 1);

    [Fact]
    public Task After_each_call_has_failed_for_minutes_the_stream_gets_what_it_needs_within_two_minutes() =>
        EachCallAsync(new InjectedFault { Code = "InternalFailure", StatusCode = 500 }, times: int.MaxValue, minutesOfFault: 4);

    [Fact]
    public Task After_each_call_was_throttled_for_minutes_the_stream_gets_what_it_needs_within_two_minutes() =>
        EachCallAsync(new InjectedFault { Code = "ThrottlingException" }, times: int.MaxValue, minutesOfFault: 4);

    [Fact]
    public Task After_each_call_was_too_slow_the_stream_gets_what_it_needs_within_two_minutes() =>
        EachCallAsync(new InjectedFault { Delay = TimeSpan.FromSeconds(0.8) }, times: int.MaxValue, minutesOfFault: 2);

    [Fact]
    public async Task Without_metrics_for_ten_minutes_it_holds_and_then_goes_on()
    {
        var stream = await FrontStream.CreateAsync(front, 8);
        stream.Load = 1;
        for (var minute = 0; minute < 10; minute++)
            await stream.MinuteAsync(withMetrics: false);

        Assert.Equal(8, stream.OpenShards);
        Assert.All(stream.Outcomes, outcome => Assert.Equal("hold", outcome));

        stream.Load = 7.5;
        await stream.MinuteAsync();
        await stream.MinuteAsync();
        await stream.MinuteAsync();

        Assert.True(front.Services.Kinesis.Find(stream.Name)!.OperationsInLastDay == 1);
    }

    [Fact]
    public async Task A_reshard_by_hand_is_noticed_counted_and_said()
    {
        var stream = await FrontStream.CreateAsync(front, 4);
        stream.Load = 2.4;
        await stream.MinuteAsync();
        await front.Hand.UpdateShardCountAsync(new UpdateShardCountRequest { StreamName = stream.Name, TargetShardCount = 5, ScalingType = ScalingType.UNIFORM_SCALING });
        await stream.MinuteAsync();

        // In the minute of five in which a way down is weighed, the scaler may take a step of its own at once.
        Assert.Matches("^v1 [0-9]{10}:4@5( [0-9]{10}:5[+-][0-9]+)?$", await stream.TagAsync("shardwise:operations"));
        Assert.Contains("somebody else took the stream from 4 to 5 shards, which is counted as 1 of the day's operations", stream.Lines.Last().GetProperty("problem").GetString());
        Assert.Equal(9, stream.Lines.Last().GetProperty("operationsLeft").GetInt32());
    }

    [Fact]
    public async Task Of_two_invocations_that_have_read_the_same_one_reshards_and_the_other_hears_that_the_stream_is_in_use()
    {
        var stream = await FrontStream.CreateAsync(front, SlowToReshard, minShards: SlowToReshard);
        stream.Load = 4;
        await stream.MinuteAsync();

        // Both have read everything before either writes what it is about to do.
        stream.Break("AddTagsToStream", new InjectedFault { Delay = TimeSpan.FromSeconds(0.3) });
        stream.Load = 6.9;
        for (var minute = 0; minute < 6 && !stream.Outcomes.Contains("accepted"); minute++)
            await stream.MinuteAsync(byTwo: true);
        stream.Heal();
        Assert.Equal(["accepted", "resourceInUse"], stream.Outcomes.Where(outcome => outcome != "hold").Order());
        Assert.Equal(1, front.Services.Kinesis.Find(stream.Name)!.OperationsInLastDay);

        // Once the reshard is over the scaler may well take another step; what it has counted before that is the one.
        await stream.MinuteAsync();
        Assert.Matches("^v1 [0-9]{10}:7-[0-9]+( [0-9]{10}:[0-9]+[+-][0-9]+)?$", await stream.TagAsync("shardwise:operations"));
        Assert.Equal(9, stream.Lines.Last().GetProperty("operationsLeft").GetInt32());
        Assert.False(stream.Lines.Last().TryGetProperty("problem", out _));
    }

    [Fact]
    public async Task A_stream_that_goes_on_demand_is_said_once_and_scaled_again_when_it_comes_back()
    {
        var stream = await FrontStream.CreateAsync(front, 2);
        await stream.MinuteAsync();
        var arn = (await front.Hand.DescribeStreamSummaryAsync(new DescribeStreamSummaryRequest { StreamName = stream.Name })).StreamDescriptionSummary.StreamARN;
        await front.Hand.UpdateStreamModeAsync(new UpdateStreamModeRequest { StreamARN = arn, StreamModeDetails = new StreamModeDetails { StreamMode = StreamMode.ON_DEMAND } });
        await UntilAsync(stream, "onDemand");
        await stream.MinuteAsync();

        Assert.Single(stream.Outcomes, "onDemand");

        await front.Hand.UpdateStreamModeAsync(new UpdateStreamModeRequest { StreamARN = arn, StreamModeDetails = new StreamModeDetails { StreamMode = StreamMode.PROVISIONED } });
        stream.Load = front.Services.Kinesis.Find(stream.Name)!.OpenShards * 0.95;
        await UntilAsync(stream, "accepted");

        Assert.Contains("accepted", stream.Outcomes);
        Assert.Single(stream.Outcomes, "onDemand");
        Assert.Equal(1, front.Services.Kinesis.Find(stream.Name)!.OperationsInLastDay);
    }

    [Fact]
    public async Task An_on_demand_stream_is_warmed_for_an_event_and_cooled_after_it_once_the_account_has_the_commitment()
    {
        var stream = await FrontStream.CreateOnDemandAsync(front, minMiBps: 6);
        stream.Load = 2;
        await UntilAsync(stream, "commitmentMissing");
        Assert.Equal(4, stream.OpenShards);

        await front.Hand.UpdateAccountSettingsAsync(new UpdateAccountSettingsRequest
        {
            MinimumThroughputBillingCommitment = new MinimumThroughputBillingCommitmentInput { Status = MinimumThroughputBillingCommitmentInputStatus.ENABLED },
        });
        await UntilAsync(stream, "accepted");
        Assert.Equal(6, (await WarmAsync(stream)).TargetMiBps);

        var now = front.Services.Clock.GetUtcNow();
        var (from, until) = (now.AddMinutes(45), now.AddMinutes(60));
        stream.Target = stream.Target with { Events = [new ScheduledEvent { MinShards = 80, From = $"{from:yyyy-MM-ddTHH:mm}", Until = $"{until:yyyy-MM-ddTHH:mm}" }] };
        while (front.Services.Clock.GetUtcNow() < from)
            await stream.MinuteAsync();
        Assert.Equal((80, 80), ((await WarmAsync(stream)).TargetMiBps, stream.OpenShards));

        // An hour after the last change, at the earliest, what the event took is given back.
        for (var minute = 0; minute < 240 && stream.OpenShards > 8; minute++)
            await stream.MinuteAsync();
        Assert.InRange(stream.OpenShards, 4, 8);
        Assert.Equal(
            ["UpdateStreamWarmThroughput 6", "UpdateStreamWarmThroughput 80"],
            stream.Lines.Where(line => line.TryGetProperty("call", out _)).Select(line => line.GetProperty("call").GetString()!).Take(2));
        Assert.DoesNotContain(stream.Outcomes, outcome => Foreseeable.Contains(outcome));
        Assert.DoesNotContain(stream.Lines, line => line.TryGetProperty("problem", out _));
    }

    private async Task<WarmThroughputObject> WarmAsync(FrontStream stream) =>
        (await front.Hand.DescribeStreamSummaryAsync(new DescribeStreamSummaryRequest { StreamName = stream.Name })).StreamDescriptionSummary.WarmThroughput;

    [Fact]
    public async Task A_stream_that_is_deleted_is_said_once()
    {
        var stream = await FrontStream.CreateAsync(front, 2);
        await stream.MinuteAsync();
        await front.Hand.DeleteStreamAsync(new DeleteStreamRequest { StreamName = stream.Name });
        await UntilAsync(stream, "streamNotFound");
        await stream.MinuteAsync();
        await stream.MinuteAsync();

        Assert.Single(stream.Outcomes, "streamNotFound");
    }

    [Fact]
    public async Task With_no_operation_left_splits_lead_to_equal_ranges_all_the_same()
    {
        var stream = await FrontStream.CreateAsync(front, 4);
        stream.Target = stream.Target with { UpdateShardCountOnly = false };
        var now = front.Services.Clock.GetUtcNow();
        await stream.SetTagAsync("shardwise:operations", "v1 " + string.Join(' ', Enumerable.Repeat($"{now.AddHours(-1):yyMMddHHmm}:4-4", 10)));
        stream.Load = 4;
        for (var minute = 0; minute < 12 && stream.OpenShards < 8; minute++)
            await stream.MinuteAsync();

        var open = front.Services.Kinesis.Find(stream.Name)!.Shards.Where(shard => shard.IsOpen).ToList();
        Assert.True(open.Count >= 6);
        Assert.DoesNotContain(stream.Outcomes, outcome => Foreseeable.Contains(outcome));
        Assert.Contains(stream.Lines, line => line.TryGetProperty("call", out var call) && call.GetString()!.StartsWith("SplitShard", StringComparison.Ordinal));
    }

    private Task EachCallAsync(InjectedFault fault, int times, int minutesOfFault) => Task.WhenAll(Calls.Select(call => CallAsync(call, fault, times, minutesOfFault)));

    private async Task CallAsync(string call, InjectedFault fault, int times, int minutesOfFault)
    {
        var stream = await FrontStream.CreateAsync(front, 2, impatient: fault.Delay > TimeSpan.Zero);
        stream.Load = 1;
        await stream.MinuteAsync();

        stream.Break(call, fault, times);
        stream.Load = 2.4;
        for (var minute = 0; minute < minutesOfFault; minute++)
            await stream.MinuteAsync();
        stream.Heal();
        // The load is visible a minute after its own: one minute more than the two is the fault of nobody.
        for (var minute = 0; minute < 3; minute++)
            await stream.MinuteAsync();

        var now = front.Services.Kinesis.Find(stream.Name)!;
        Assert.True(now.OperationsInLastDay >= 1 && stream.OpenShards >= 3, $"{call}: {string.Join('\n', stream.Lines)}");
        Assert.DoesNotContain(stream.Outcomes, outcome => Foreseeable.Contains(outcome));
        // On a slow machine minutes of the speeded clock pass unseen, and a load that seems to climb may be given a second step.
        var ledger = await stream.TagAsync("shardwise:operations");
        Assert.Matches("^v1( [0-9]{10}:[0-9]+-[0-9]+)+$", ledger);
        Assert.Equal(now.OperationsInLastDay, ledger.Split(' ').Length - 1);
    }

    private static async Task UntilAsync(FrontStream stream, string outcome)
    {
        for (var minute = 0; minute < 20 && !stream.Outcomes.Contains(outcome); minute++)
            await stream.MinuteAsync();
    }
}
