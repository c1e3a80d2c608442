using Shardwise.Scaler.Reporting;
using Shardwise.Scaling;

namespace Shardwise.Scaler.Tests.Simulation;

/// <summary>What a topic is told: each reshard once, each problem once while it lasts.</summary>
public class NoticeTests
{
    private readonly SimulatedAccount _account = new();
    private readonly List<ScalerNotice> _told = [];
    private readonly SimulatedStream _stream;
    private ScalingTarget _target = new() { StreamName = "clicks", MinShards = 1, MaxShards = 100, UpdateShardCountOnly = true };
    private Function _function;

    public NoticeTests()
    {
        _stream = _account.Add("clicks", 4);
        _stream.Traffic = _ => (2.5, 0, 0);
        _stream.Advance(SimulatedAccount.Start);
        _function = _account.NewFunction();
    }

    [Fact]
    public async Task A_quiet_hour_tells_nothing() => Assert.Empty(await MinutesAsync(60));

    [Fact]
    public async Task A_call_is_told_once_with_its_reason()
    {
        await MinutesAsync(10);
        _stream.Traffic = _ => (3.96, 0, 0);
        await MinutesAsync(8);

        Assert.NotEmpty(_told);
        Assert.Equal(_stream.Operations.Count, _told.Count);
        Assert.All(_told, notice => Assert.Equal(("clicks", "reshard"), (notice.Stream, notice.Kind)));
        Assert.StartsWith("Up from 4 to ", _told[0].Text);
    }

    [Fact]
    public async Task A_sequence_of_splits_and_merges_is_told_once_at_its_beginning()
    {
        _target = _target with { UpdateShardCountOnly = false };
        await MinutesAsync(30);
        _stream.Traffic = _ => (0.6, 0, 0);
        await MinutesAsync(120);

        var steps = _stream.Reshards.Count(reshard => reshard.Call is "SplitShard" or "MergeShards");
        Assert.True(steps >= 2);
        Assert.True(_told.Count < steps, string.Join('\n', _told));
        Assert.All(_told, notice => Assert.Equal("reshard", notice.Kind));
    }

    [Fact]
    public async Task A_problem_is_told_once_while_it_lasts_and_again_after_six_hours()
    {
        _stream.AccountLimit = 4;
        _stream.Traffic = _ => (3.96, 0, 0);
        await MinutesAsync(5 * 60);
        var notice = Assert.Single(_told);
        Assert.Equal(("quotaReached", "the account's shard quota keeps the stream smaller than its load asks for; request an increase."), (notice.Kind, notice.Text));

        await MinutesAsync(2 * 60);
        Assert.Equal(2, _told.Count);
    }

    [Fact]
    public async Task Somebody_else_s_reshard_is_told()
    {
        await MinutesAsync(5);
        _stream.Update(6, byHand: true);
        await MinutesAsync(6);

        Assert.Contains(_told, notice => notice.Kind == "problem" && notice.Text.Contains("somebody else took the stream from 4 to 6 shards", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_failed_minute_had_to_tell_is_told_by_the_next()
    {
        await MinutesAsync(5);
        var other = _account.Add("other", 4);
        other.Traffic = _ => (1, 0, 0);
        _stream.Together.Add(other);
        other.Elapse(_stream.Now - other.Now);
        _account.Faults = (call, stream) => stream.Name == "other" && call == "kinesis:DescribeStreamSummary" ? Fault.Fails : null;
        _stream.Traffic = _ => (3.96, 0, 0);
        _function = _account.NewFunction();
        var fleet = new ScalerFleet { Streams = [_target, _target with { StreamName = "other" }], Groups = 1 };
        var failures = 0;
        for (var minute = 0; minute < 12 && _stream.Operations.Count == 0; minute++)
        {
            _stream.AdvanceMinute();
            failures += await Assert.ThrowsAsync<ScalerException>(() => _account.InvokeFleetAsync(_function, [_stream, other], fleet)) is null ? 0 : 1;
        }

        Assert.Single(_stream.Operations);
        _account.Faults = (_, _) => null;
        _stream.AdvanceMinute();
        var notices = await _account.InvokeFleetAsync(_function, [_stream, other], fleet);
        Assert.StartsWith("clicks: Up from 4 to ", notices!.Text);
    }

    private async Task<List<ScalerNotice>> MinutesAsync(int count)
    {
        for (var minute = 0; minute < count; minute++)
        {
            _stream.AdvanceMinute();
            if (await _account.InvokeAsync(_function, _stream, _target) is { } notices)
                _told.AddRange(notices.Notices);
        }

        return _told;
    }
}
