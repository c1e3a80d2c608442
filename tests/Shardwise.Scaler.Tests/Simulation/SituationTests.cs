using System.Text;
using System.Text.Json;
using Shardwise.Scaling;
using Shardwise.Scaling.Replay;
using Xunit.Abstractions;

namespace Shardwise.Scaler.Tests.Simulation;

/// <summary>What befalls one stream, a minute at a time, against everything that AWS would refuse.</summary>
public class SituationTests(ITestOutputHelper output)
{
    private readonly SimulatedAccount _account = new();
    private readonly MemoryStream _log = new();
    private SimulatedStream _stream = null!;
    private Function _function = null!;
    private ScalingTarget _target = null!;

    private List<JsonElement> Lines => [.. Encoding.UTF8.GetString(_log.ToArray()).Split('\n')
        .Where(line => line.StartsWith("{\"event\"", StringComparison.Ordinal)).Select(line => JsonDocument.Parse(line).RootElement)];

    private string Metrics => Encoding.UTF8.GetString(_log.ToArray());

    [Theory]
    [InlineData("kinesis:AddTagsToStream")]
    [InlineData("kinesis:UpdateShardCount")]
    public async Task Killed_around_the_call_the_ledger_ends_up_true(string call)
    {
        Given(4, load: 3.96);
        var killed = false;
        _account.Faults = (made, _) =>
        {
            if (killed || made != call || !_stream.Tags.ContainsKey("shardwise:state"))
                return null;
            killed = true;
            return Fault.Killed;
        };
        for (var minute = 0; minute < 12; minute++)
        {
            try
            {
                await MinuteAsync();
            }
            catch (ProcessKilledException)
            {
                _function = _account.NewFunction(_log);
            }
        }

        Assert.True(killed);
        var operation = Assert.Single(_stream.Operations);
        Assert.Matches($"^v1 [0-9]{{10}}:4-{operation.ToShards}$", _stream.Tags["shardwise:operations"]);
        Assert.Empty(_stream.Refusals);
    }

    [Fact]
    public async Task Two_invocations_of_one_minute_make_one_operation()
    {
        Given(4, load: 3.96);
        _stream.Tags["shardwise:state"] = "v1 shards:4";
        for (var minute = 0; minute < 3; minute++)
            _stream.AdvanceMinute();
        var other = _account.NewFunction(_log);
        _stream.AdvanceMinute();
        // The other one has read everything before this one makes its call.
        Task? second = null;
        _account.Faults = (call, stream) =>
        {
            if (call == "kinesis:UpdateShardCount" && second is null)
            {
                second = Task.CompletedTask;
                second = _account.InvokeAsync(other, stream, _target, TimeSpan.FromSeconds(20));
            }

            return null;
        };
        await _account.InvokeAsync(_function, _stream, _target);
        await second!;
        _account.Faults = (_, _) => null;
        await MinutesAsync(6);

        var operation = Assert.Single(_stream.Operations);
        Assert.Matches($"^v1 [0-9]{{10}}:4-{operation.ToShards}$", _stream.Tags["shardwise:operations"]);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(-60)]
    public async Task A_clock_a_minute_off_changes_nothing_that_matters(int seconds)
    {
        Given(4, load: 3.96);
        for (var minute = 0; minute < 20; minute++)
        {
            _stream.AdvanceMinute();
            await _account.InvokeAsync(_function, _stream, _target, TimeSpan.FromSeconds(minute % 2 * seconds));
        }

        Assert.Single(_stream.Operations);
        Assert.Empty(_stream.Refusals);
        Assert.True(_stream.Shards.Count > 4);
    }

    [Fact]
    public async Task A_stream_that_is_being_encrypted_is_waited_for()
    {
        Given(4, load: 2);
        await MinutesAsync(3);
        _stream.Traffic = _ => (3.96, 0, 0);
        _stream.Busy(TimeSpan.FromMinutes(4));
        await MinutesAsync(12);

        Assert.Single(_stream.Operations);
        Assert.Empty(_stream.Refusals);
    }

    [Theory]
    [InlineData(true, 15, 20, 9)]
    [InlineData(false, 15, 120, 12)]
    public async Task A_fall_from_57_shards_to_a_load_of_6_is_followed_to_its_floor_within_a_day(bool callsOnly, int soon, int soonMinutes, int floor)
    {
        Given(57, load: 35, callsOnly: callsOnly);
        await MinutesAsync(60);
        var fall = _stream.Now;
        _stream.Traffic = _ => (6, 0, 0);
        var toSoon = await UntilAsync(() => _stream.Shards.Count <= soon, soonMinutes);
        var toFloor = await UntilAsync(() => _stream.Shards.Count <= floor, 1_440);

        output.WriteLine($"57 to {soon} shards: {toSoon} minutes; to {_stream.Shards.Count}: {toFloor} more, {_stream.Reshards.Count} reshards ({string.Join(", ", _stream.Reshards.Select(reshard => $"{(reshard.At - fall).TotalMinutes:0} {reshard.From}-{reshard.To}"))})");
        Assert.InRange(toSoon, 1, soonMinutes);
        Assert.InRange(toFloor, 1, 1_440);
        // On the way down a split and a merge take turns: never more than a shard above the start of the sequence.
        Assert.All(_stream.Reshards.Where(reshard => reshard.At < fall.AddMinutes(60)), reshard => Assert.InRange(reshard.To, 1, 38));
        Assert.Empty(_stream.Refusals);
    }

    [Fact]
    public async Task A_rise_cuts_merges_short_by_a_call()
    {
        Given(57, load: 35, callsOnly: false);
        await MinutesAsync(60);
        _stream.Traffic = _ => (6, 0, 0);
        // Two steps down, the second by splits and merges: in the middle of it the load comes back.
        await UntilAsync(() => _stream.Reshards.Count(reshard => reshard.To == reshard.From - 1) > 4, 60);
        var calls = _stream.Operations.Count;
        _stream.Traffic = _ => (34, 0, 0);
        var minutes = await UntilAsync(() => _stream.Shards.Max(shard => shard.Share) * 34 <= 1, 60);

        output.WriteLine($"back to {_stream.Shards.Count} shards: {minutes} minutes, {_stream.Operations.Count - calls} calls");
        Assert.InRange(minutes, 1, 13);
        Assert.InRange(_stream.Operations.Count - calls, 1, 2);
        Assert.Empty(_stream.Refusals);
    }

    [Fact]
    public async Task An_eightfold_rise_after_the_budget_is_spent_reaches_its_need()
    {
        Given(4, load: 2, callsOnly: false);
        await SpentAsync();
        _stream.Traffic = _ => (16, 0, 0);
        var minutes = await UntilAsync(() => _stream.Shards.Max(shard => shard.Share) * 16 <= 0.75, 300);

        // Half a minute each, one after the other, from the minute in which the rise is visible: no scaler can be faster.
        var fastest = 2 + SplitsTo(22) / 2;
        output.WriteLine($"eightfold: {minutes} minutes to {_stream.Shards.Count} shards by {_stream.Reshards.Count} splits and merges; the fastest to 22 equal ones: {fastest}");
        Assert.InRange(minutes, fastest, 2 * fastest);
        Assert.Contains("\"BudgetShort\":1", Metrics);
        Assert.Empty(_stream.Refusals);
        Assert.Equal(10, _stream.Operations.Count);
        Assert.Equal(_stream.Reshards.Count, StepsOfTheDay());
    }

    [Theory]
    [InlineData(true, 40)]
    [InlineData(false, 0)]
    public async Task A_target_that_keeps_to_calls_is_never_split_for_load_also_when_the_days_calls_are_gone(bool callsOnly, int reshardsADay)
    {
        Given(4, load: 2, callsOnly: callsOnly);
        _target = _target with { ReshardsADay = reshardsADay };
        await SpentAsync();
        _stream.Traffic = _ => (16, 0, 0);

        await MinutesAsync(60);

        Assert.Empty(_stream.Reshards);
        Assert.Contains("\"BudgetShort\":1", Metrics);
        Assert.DoesNotContain("shardwise:steps", _stream.Tags.Keys);
    }

    [Fact]
    public async Task A_days_splits_and_merges_are_counted_on_the_stream_and_end_with_what_the_target_allows()
    {
        Given(30, load: 20, callsOnly: false);
        _target = _target with { ReshardsADay = 6 };
        for (var minute = 0; minute < 12 * 60; minute++)
        {
            var load = minute / 60 % 2 == 0 ? 20.0 : 16.0;
            _stream.Traffic = _ => (load, 0, 0);
            await MinuteAsync();
        }

        var made = _stream.Reshards.Count(reshard => reshard.Call is "SplitShard" or "MergeShards");
        Assert.Equal(made, StepsOfTheDay());
        Assert.InRange(made, 0, 6);
    }

    [Theory]
    [InlineData(30, 17, 20)]
    [InlineData(25, 20, 23)]
    [InlineData(55, 9, 11)]
    [InlineData(100, 6, 7)]
    public async Task Two_splits_a_minute_are_made_where_they_are_as_fast_and_none_that_would_be_refused(int seconds, int least, int most)
    {
        Given(4, load: 2, callsOnly: false);
        await SpentAsync();
        _stream.SplitTime = TimeSpan.FromSeconds(seconds);
        _stream.Traffic = _ => (32, 0, 0);
        var longest = TimeSpan.Zero;
        for (var minute = 0; minute < 12; minute++)
        {
            await MinuteAsync();
            var stayed = TimeSpan.FromTicks(_stream.Now.Ticks % TimeSpan.TicksPerMinute);
            longest = stayed > longest ? stayed : longest;
        }

        // The first two minutes pass until the rise is visible.
        Assert.InRange(_stream.Reshards.Count, least, most);
        Assert.InRange(longest, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(50));
        Assert.Empty(_stream.Refusals);
    }

    [Fact]
    public async Task A_minute_counts_with_the_shards_that_it_had_until_the_stream_is_seen_at_rest()
    {
        var policy = new Recorder(new Follower());
        Given(4, load: 3.7, policy: policy);
        await MinutesAsync(30);
        // Five shards of load, which both four and the next six show otherwise.
        var up = Assert.Single(_stream.Reshards);
        var rest = _stream.Tags["shardwise:state"].Split(' ').Single(word => word.StartsWith("seen:", StringComparison.Ordinal))[5..].Split('/');

        Assert.Equal(2, rest.Length);
        Assert.Equal($"{SimulatedAccount.Start.AddMinutes(1):yyMMddHHmm}=4", rest[0]);
        var since = DateTimeOffset.ParseExact(rest[1][..10], "yyMMddHHmm", null, System.Globalization.DateTimeStyles.AssumeUniversal);
        Assert.InRange(since - up.At, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(4));
        Assert.All(policy.Seen[^1].Minutes, minute => Assert.Equal(minute.Start < since ? 4 : up.To, minute.OpenShards));
    }

    [Fact]
    public async Task A_moving_hot_key_is_found_within_three_data_minutes_and_relieved_with_at_most_two_splits()
    {
        Given(4, load: 2.4, max: 40);
        await MinutesAsync(5);
        UInt128[] places = [UInt128.MaxValue / 100 * 5, UInt128.MaxValue / 100 * 55, UInt128.MaxValue / 100 * 93];
        foreach (var place in places)
        {
            var (before, start) = (_stream.Reshards.Count, _stream.Now);
            _stream.Traffic = _ => (2.5, 0.3, place);
            await MinutesAsync(30);
            var splits = _stream.Reshards.Skip(before).ToList();

            output.WriteLine($"hot key: {string.Join(", ", splits.Select(split => $"{(split.At - start).TotalMinutes:0} {split.Call}"))}");
            Assert.InRange(splits.Count, 1, 2);
            Assert.All(splits, split => Assert.Equal("SplitShard", split.Call));
            // A datapoint is seen two minutes after its minute began: three data minutes end here.
            Assert.InRange((splits[0].At - start).TotalMinutes, 1, 6);
            Assert.Empty(_stream.ShardMetrics);
            _stream.Traffic = _ => (2.4, 0, 0);
            await MinutesAsync(5);
        }

        Assert.Empty(_stream.Operations);
        Assert.Empty(_stream.Refusals);
    }

    [Fact]
    public async Task A_key_heavier_than_a_shard_is_reported_with_evidence_and_not_chased()
    {
        Given(6, load: 3, max: 40);
        await MinutesAsync(5);
        _stream.Traffic = _ => (4, 0.4, UInt128.MaxValue / 3);
        await MinutesAsync(120);

        Assert.Equal(2, _stream.Reshards.Count);
        Assert.Contains("\"HotKey\":1", Metrics);
        Assert.Matches("shardId-[0-9]+ \\([0-9.]+ % of the key space\\) took 100 % of a shard and turned away [0-9,]+ records in the minute [0-9:]+ UTC after 2 splits around it: "
            + "one partition key is more than a shard can take, and no reshard can help it", Metrics);
        Assert.Empty(_stream.ShardMetrics);
        Assert.Empty(_stream.Refusals);
    }

    [Fact]
    public async Task While_a_key_is_heavier_than_a_shard_few_others_are_put_beside_it_and_when_it_is_gone_the_shards_are_given_up()
    {
        Given(6, load: 3, max: 40);
        await MinutesAsync(5);
        _stream.Traffic = _ => (4, 0.4, UInt128.MaxValue / 3);
        await MinutesAsync(40);
        Assert.Contains("no reshard can help it; while it lasts, 8 shards are kept, so that few other keys share its shard", Metrics);

        // Of two shards of load the key has one and a half.
        _stream.Traffic = _ => (2, 0.75, UInt128.MaxValue / 3);
        await MinutesAsync(48 * 60);
        var before = _stream.Throttled;
        await MinutesAsync(60);
        output.WriteLine($"{_stream.Shards.Count} shards, of the others' half a shard {(_stream.Throttled - before) / 60 - 0.5:0.000} throttled");

        Assert.Equal(8, _stream.Shards.Count);
        Assert.True((_stream.Throttled - before) / 60 - 0.5 <= 0.1);
        Assert.Contains(Lines, line => line.GetProperty("reason").GetString()!
            .StartsWith("Hold at 8 shards: ", StringComparison.Ordinal) && line.GetProperty("reason").GetString()!
            .Contains("but one partition key is more than a shard, and 5 shards keep most others out of its shard", StringComparison.Ordinal));

        _stream.Traffic = _ => (0.5, 0, 0);
        await MinutesAsync(24 * 60);
        output.WriteLine(string.Join(' ', _stream.Reshards.Select(reshard => $"{reshard.At:dd HH:mm} {reshard.From}->{reshard.To}")));
        Assert.InRange(_stream.Shards.Count, 1, 4);
        Assert.Empty(_stream.Refusals);
    }

    [Fact]
    public async Task While_consumers_lag_no_shard_is_given_up_and_the_reason_says_so()
    {
        Given(12, load: 4);
        _stream.Consumers.Add("etl");
        _stream.Datapoints[("SubscribeToShardEvent.MillisBehindLatest", "etl")] = Enumerable.Range(0, 300)
            .ToDictionary(minute => SimulatedAccount.Start.AddMinutes(minute).UtcTicks, _ => 600_000.0);
        // A way down is weighed in every fifth minute: this is one.
        await MinutesAsync(62);

        Assert.Equal(12, _stream.Shards.Count);
        Assert.StartsWith("Hold at 12 shards: consumer etl is 10 minutes behind", Lines[^1].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Reads_that_are_throttled_and_full_bring_a_quarter_more_shards()
    {
        Given(8, load: 6.5);
        Reads(throttled: 50, bytes: 0.9);
        await MinutesAsync(20);

        Assert.Equal((8, 10), Assert.Single(_stream.Reshards) is var reshard ? (reshard.From, reshard.To) : default);
        Assert.Contains(Lines, line => line.GetProperty("reason").GetString()!.StartsWith("Up from 8 to 10 shards: reads were throttled in", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reads_that_are_throttled_by_their_number_bring_a_word_and_no_shards()
    {
        Given(8, load: 6.5);
        Reads(throttled: 50, bytes: 0.1);
        await MinutesAsync(20);

        Assert.Empty(_stream.Reshards);
        Assert.Contains("too many calls, which more shards do not help", Lines[^1].GetProperty("note").GetString());
    }

    [Theory]
    [InlineData("dry-run", "dryRun", true)]
    [InlineData("dry-run", "dryRun", false)]
    [InlineData("paused", "paused", true)]
    [InlineData("Pause please", "paused", false)]
    public async Task A_tag_holds_the_scaler_back(string mode, string outcome, bool callsOnly)
    {
        Given(4, load: 3.9, callsOnly: callsOnly);
        _stream.Tags["shardwise:mode"] = mode;
        await MinutesAsync(5);

        Assert.Empty(_stream.Reshards);
        Assert.Equal(outcome, Lines[^1].GetProperty("outcome").GetString());
        Assert.StartsWith("Up from 4 to", Lines[^1].GetProperty("reason").GetString());
        Assert.Equal(mode == "dry-run" ? 1 : 4, _stream.Tags.Count);
    }

    [Fact]
    public async Task A_floor_holds_at_its_hours_in_its_time_zone()
    {
        Given(4, load: 1.5);
        _target = _target with { Floors = [new ScheduledFloor { MinShards = 10, From = "02:00", Until = "03:00", TimeZone = "Europe/Berlin" }] };
        await MinutesAsync(55);
        Assert.DoesNotContain(_stream.Reshards, reshard => reshard.To > 4);
        await MinutesAsync(20);

        Assert.Equal(10, _stream.Shards.Count);
    }

    [Fact]
    public async Task The_account_quota_is_foreseen_counted_with_short_lived_shards_and_said()
    {
        Given(4, load: 3.9);
        _stream.AccountLimit = 4;
        await MinutesAsync(5);

        Assert.Empty(_stream.Refusals);
        Assert.Equal("quotaReached", Lines[^1].GetProperty("outcome").GetString());
        Assert.Contains("\"ShardQuotaReached\":1", Metrics);
    }

    [Fact]
    public async Task By_alarm_the_newest_minute_counts_and_no_shard_is_given_up()
    {
        Given(4, load: 2);
        await MinutesAsync(5);
        _stream.Traffic = _ => (5, 0, 0);
        _stream.AdvanceMinute();
        _stream.AdvanceMinute();
        await _account.InvokeAsync(_function, _stream, _target, TimeSpan.FromSeconds(10), "Shardwise Alarm");

        Assert.Single(_stream.Operations);
        Assert.True(Lines[^1].GetProperty("byAlarm").GetBoolean());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(15)]
    public async Task However_late_its_metrics_are_a_stream_goes_up_when_they_come_and_down_again(int delay)
    {
        Given(4, load: 2.5);
        _stream.MetricDelay = TimeSpan.FromMinutes(delay);
        await MinutesAsync(40);
        Assert.Equal(4, _stream.Shards.Count);

        _stream.Traffic = _ => (9, 0, 0);
        Assert.InRange(await UntilAsync(() => _stream.Shards.Count >= 9, most: 90), 4, 12 + 3 * delay);
        Assert.Equal(delay >= 5, Lines.Any(line => line.GetProperty("reason").GetString()!.Contains("is the newest that CloudWatch shows", StringComparison.Ordinal)));

        await MinutesAsync(60);
        var most = _stream.Shards.Count;
        _stream.Traffic = _ => (2, 0, 0);
        Assert.NotEqual(int.MaxValue, await UntilAsync(() => _stream.Shards.Count <= most / 2 + 1, most: 12 * 60));
        Assert.Empty(_stream.Refusals);
    }

    [Fact]
    public async Task A_stream_without_any_traffic_keeps_its_shards_and_its_bounds_hold()
    {
        Given(20, load: 12);
        await MinutesAsync(30);
        _stream.Traffic = _ => (0, 0, 0);
        await MinutesAsync(12 * 60);

        Assert.Empty(_stream.Reshards);
        Assert.Contains("no traffic minute is visible, and what is not seen is not taken as quiet", Lines[^1].GetProperty("reason").GetString());
        Assert.False(Lines[^1].TryGetProperty("utilization", out var utilization) && utilization.ValueKind != JsonValueKind.Null);

        // An operator who knows better says so by the maximum, and traffic that comes back counts at once.
        _target = _target with { MaxShards = 10 };
        await MinutesAsync(5);
        Assert.Equal(10, _stream.Shards.Count);
        _target = _target with { MaxShards = 100 };
        _stream.Traffic = _ => (9.8, 0, 0);
        await MinutesAsync(8);
        Assert.True(_stream.Shards.Count > 10);
        Assert.Empty(_stream.Refusals);
    }

    [Theory]
    [InlineData(0.35)]
    [InlineData(0.85)]
    public async Task A_month_of_one_stream_costs_less_than_three_dollars_alarms_included(double busiest)
    {
        // A day that doubles and halves, one consumer with enhanced fan-out, one that polls.
        Given(10, load: 10 * busiest);
        _stream.Traffic = at => (10 * busiest * (0.75 + 0.25 * Math.Sin(2 * Math.PI * at.TimeOfDay.TotalDays)), 0, 0);
        _stream.Consumers.Add("etl");
        _target = _target with { MinShards = 10 };
        _function = _account.NewFunction(_log, new Follower());
        await MinutesAsync(24 * 60);

        var cost = MonthlyCost.Of(_stream.MetricsAsked, Metrics);
        output.WriteLine($"busiest {busiest * 100:0} %: {cost}");
        Assert.InRange(cost.Usd, 1, 2.95);
    }

    private static int SplitsTo(int shards) => SplitSequence.Length(4, shards);

    // A day whose operations are gone, as the ledger has it and as AWS counts.
    private async Task SpentAsync()
    {
        await MinutesAsync(20);
        Assert.Empty(_stream.Reshards);
        for (var i = 0; i < 10; i++)
            _stream.Operations.Add(new ScalingOperation(_stream.Now.AddMinutes(-15), 4, 4));
        _stream.Tags["shardwise:operations"] = "v1 " + string.Join(' ', _stream.Operations.Select(operation => $"{operation.At:yyMMddHHmm}:4-4"));
    }

    private int StepsOfTheDay() => !_stream.Tags.TryGetValue("shardwise:steps", out var value) ? 0
        : value.Split(' ').Skip(1).Sum(entry => int.Parse(entry.Split('=')[1], System.Globalization.CultureInfo.InvariantCulture));

    private void Given(int shards, double load, int max = 100, IScalingPolicy? policy = null, bool callsOnly = true)
    {
        _stream = _account.Add("clicks", shards);
        _stream.Traffic = _ => (load, 0, 0);
        _target = new ScalingTarget { StreamName = "clicks", MinShards = 1, MaxShards = max, UpdateShardCountOnly = callsOnly };
        _function = _account.NewFunction(_log, policy);
        _stream.Advance(SimulatedAccount.Start);
    }

    private void Reads(double throttled, double bytes)
    {
        var minutes = Enumerable.Range(0, 300).Select(minute => SimulatedAccount.Start.AddMinutes(minute).UtcTicks).ToList();
        _stream.Datapoints[("ReadProvisionedThroughputExceeded", "")] = minutes.ToDictionary(minute => minute, _ => throttled);
        _stream.Datapoints[("GetRecords.Bytes", "")] = minutes.ToDictionary(minute => minute, _ => bytes * 8 * 2 * ShardCapacity.BytesPerMinute);
    }

    private async Task MinuteAsync()
    {
        _stream.AdvanceMinute();
        await _account.InvokeAsync(_function, _stream, _target);
    }

    private async Task MinutesAsync(int count)
    {
        for (var minute = 0; minute < count; minute++)
            await MinuteAsync();
    }

    private async Task<int> UntilAsync(Func<bool> reached, int most)
    {
        for (var minute = 1; minute <= most; minute++)
        {
            await MinuteAsync();
            if (reached())
                return minute;
        }

        return int.MaxValue;
    }
}
