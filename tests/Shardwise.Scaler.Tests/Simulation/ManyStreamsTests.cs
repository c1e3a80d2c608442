using System.Text;
using System.Text.Json;
using Shardwise.Scaling;
using Xunit.Abstractions;

namespace Shardwise.Scaler.Tests.Simulation;

/// <summary>One function for many streams: what it calls, what it costs, and that nobody waits for another.</summary>
public class ManyStreamsTests(ITestOutputHelper output)
{
    private const int GroupOf = 50;

    // Source: the limits of the Kinesis API, a second and account.
    private static readonly (string Call, int ASecond)[] Limits =
    [
        ("kinesis:DescribeStreamSummary", 20), ("kinesis:ListTagsForStream", 5), ("kinesis:AddTagsToStream", 5), ("kinesis:UpdateShardCount", 10), ("cloudwatch:GetMetricData", 50),
    ];

    private readonly SimulatedAccount _account = new();

    [Theory]
    [InlineData(1, 24, 2.00)]
    [InlineData(50, 24, 1.00)]
    [InlineData(500, 6, 1.00)]
    public async Task A_day_of_a_fleet_keeps_to_the_account_s_rates_and_costs_a_dollar_a_stream_and_month(int streams, int hours, double mostUsd)
    {
        var groups = Groups(streams);
        await Task.WhenAll(groups.Select(group => Task.Run(() => group.LiveAsync(hours * 60))));

        foreach (var (call, aSecond) in Limits)
        {
            var most = _account.Rates.Where(rate => rate.Key.Call == call).Select(rate => rate.Value).DefaultIfEmpty().Max();
            output.WriteLine($"{call}: {_account.Calls.GetValueOrDefault(call)} calls, at most {most} of {aSecond} a second");
            Assert.InRange(most, 0, aSecond);
        }

        Assert.Empty(groups.SelectMany(group => group.Streams.SelectMany(stream => stream.Refusals)));
        Assert.Empty(groups.SelectMany(group => group.Failures));
        var reads = (double)_account.Calls["cloudwatch:GetMetricData"] / (hours * 60);
        output.WriteLine($"{reads:0.0} GetMetricData calls a minute, {groups.Sum(group => group.Streams.Sum(stream => stream.Reshards.Count))} reshards");
        Assert.InRange(reads, 0, groups.Count * 3);

        var cost = MonthlyCost.Of(groups.Sum(group => group.Streams.Sum(stream => stream.MetricsAsked)), string.Concat(groups.Select(group => group.Log)), streams, hours / 24.0);
        output.WriteLine($"{streams} streams: {cost.Usd / streams:0.00} USD a stream; {cost}");
        Assert.InRange(cost.Usd / streams, 0.5, mostUsd);
    }

    [Fact]
    public async Task A_tag_that_pauses_holds_before_the_next_action_and_a_reshard_by_hand_is_noticed()
    {
        var group = Groups(3)[0];
        await group.LiveAsync(30);
        var stream = group.Streams[1];
        stream.Tags["shardwise:mode"] = "paused";
        stream.Traffic = _ => (stream.Shards.Count * 2.0, 0, 0);
        var before = stream.Reshards.Count;
        await group.LiveAsync(10);

        Assert.Equal(before, stream.Reshards.Count);
        Assert.Contains("\"outcome\":\"paused\"", group.Log);

        group.Streams[2].Update(group.Streams[2].Shards.Count + 1, byHand: true);
        await group.LiveAsync(10);
        Assert.Contains("somebody else took the stream from", group.Log);
    }

    [Fact]
    public async Task A_stream_that_fails_and_one_that_is_no_use_keep_no_other_from_its_turn()
    {
        var group = Groups(4)[0];
        group.Targets[0] = group.Targets[0] with { MinShards = 0 };
        _account.Faults = (call, stream) => stream.Name == group.Streams[1].Name && call == "kinesis:DescribeStreamSummary" ? Fault.Fails : null;
        group.Streams[2].Traffic = _ => (group.Streams[2].Shards.Count * 1.5, 0, 0);
        await group.LiveAsync(8);

        Assert.NotEmpty(group.Streams[2].Reshards);
        Assert.All(group.Failures, failure => Assert.Contains("minShards is 0, allowed is 1 or more", failure));
        Assert.Contains("DescribeStreamSummary answered InternalFailure", group.Log);
    }

    [Fact]
    public async Task When_all_of_a_fleet_is_short_at_once_each_is_served_and_the_fullest_first()
    {
        var group = Groups(GroupOf)[0];
        await group.LiveAsync(120);
        foreach (var (stream, i) in group.Streams.Select((stream, i) => (stream, i)))

        {
            var load = stream.Shards.Count * (0.95 + 0.02 * i);
            stream.Traffic = _ => (load, 0, 0);
        }

        var before = group.Streams.ToDictionary(stream => stream.Name, stream => stream.Reshards.Count);
        await group.LiveAsync(6);

        Assert.All(group.Streams, stream => Assert.True(stream.Reshards.Count > before[stream.Name], $"{stream.Name} {stream.Shards.Count} {stream.Operations.Count}"));
        Assert.Empty(group.Failures);
        Assert.All(Limits, limit => Assert.InRange(_account.Rates.Where(rate => rate.Key.Call == limit.Call).Select(rate => rate.Value).DefaultIfEmpty().Max(), 0, limit.ASecond));
    }

    private List<Group> Groups(int streams) =>
        [.. Enumerable.Range(0, streams).Chunk(GroupOf).Select((seeds, group) => new Group(_account, group, (streams + GroupOf - 1) / GroupOf, seeds))];

    private sealed class Group
    {
        private readonly SimulatedAccount _account;
        private readonly MemoryStream _log = new();
        private readonly Function _function;
        private readonly int _number;
        private readonly int _groups;

        public Group(SimulatedAccount account, int number, int groups, int[] seeds)
        {
            (_account, _number, _groups) = (account, number, groups);
            Streams = [.. seeds.Select(seed => account.Add($"s{seed}", 4 + seed % 13))];
            Streams[0].Together.AddRange(Streams.Skip(1));
            foreach (var (stream, seed) in Streams.Zip(seeds))
            {
                var mean = stream.Shards.Count * 0.5;
                stream.Traffic = at => (mean * (1 + 0.5 * Math.Sin(2 * Math.PI * (at.TimeOfDay.TotalDays + seed / 37.0))), 0, 0);
            }

            Targets = [.. Streams.Select(stream => new ScalingTarget { StreamName = stream.Name, MinShards = 1, MaxShards = 200, UpdateShardCountOnly = true })];
            _function = account.NewFunction(_log, new Follower());
            Next(SimulatedAccount.Start);
        }

        public List<SimulatedStream> Streams { get; }
        public List<ScalingTarget> Targets { get; }
        public List<string> Failures { get; } = [];
        public string Log => Encoding.UTF8.GetString(_log.ToArray());

        public async Task LiveAsync(int minutes)
        {
            for (var minute = 0; minute < minutes; minute++)
            {
                var now = Streams[0].Now;
                Next(new DateTimeOffset(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerMinute, TimeSpan.Zero).AddMinutes(1));
                try
                {
                    await _account.InvokeFleetAsync(_function, Streams, new ScalerFleet { Streams = Targets, Group = _number, Groups = _groups });
                }
                catch (ScalerException failure)
                {
                    Failures.Add(failure.Message);
                }
            }
        }

        private void Next(DateTimeOffset now)
        {
            foreach (var stream in Streams)
                stream.Advance(now);
        }
    }
}
