using Amazon.Kinesis;
using Amazon.Kinesis.Model;

namespace Shardwise.Scaler.Tests;

/// <summary>An on-demand stream whose target is for warm throughput.</summary>
public class WarmThroughputTests
{
    private const string Target = """{"streamName":"clicks","minShards":20,"maxShards":400,"headroom":0,"warmThroughput":true}""";

    private readonly Scaler _scaler = new();

    public WarmThroughputTests()
    {
        _scaler.Kinesis.Mode = StreamMode.ON_DEMAND;
        Has(asked: 0, current: 4);
    }

    [Fact]
    public async Task A_stream_that_has_less_than_the_minimum_is_warmed_to_it_by_one_call()
    {
        await _scaler.RunAsync(Target);

        Assert.Equal(20, _scaler.Kinesis.AskedToWarm);
        Assert.Equal(("accepted", "UpdateStreamWarmThroughput 20"), (_scaler.Outcome, _scaler.Log.GetProperty("call").GetString()));
        Assert.Equal(
            "Up from 4 to 20 shards: the minimum is 20 shards, 0 of 10 operations used. A shard is 1 MiB/s of warm throughput.",
            _scaler.Log.GetProperty("reason").GetString());
        Assert.Equal(0, _scaler.Log.GetProperty("warmThroughput").GetInt32());
        Assert.Equal("v1 2611201107:4+20", _scaler.Kinesis.Ledger);
        Assert.Equal(1, _scaler.Metrics.GetProperty("ScaleUps").GetInt32());
        Assert.DoesNotContain("kinesis:UpdateShardCount", _scaler.Calls);
        Assert.DoesNotContain("kinesis:ListShards", _scaler.Calls);
        Assert.DoesNotContain("kinesis:DescribeAccountSettings", _scaler.Calls);
    }

    [Fact]
    public async Task An_event_of_the_calendar_is_warmed_for_before_it_begins_in_one_call()
    {
        Has(asked: 20, current: 20);
        const string target = """
            {"streamName":"clicks","minShards":20,"maxShards":400,"headroom":0,"warmThroughput":true,
             "events":[{"minShards":200,"from":"2026-11-20T12:00","until":"2026-11-20T14:00"}]}
            """;
        _scaler.Traffic(2, 60, 5);
        await _scaler.RunAsync(target, Scaler.Now.AddMinutes(37));
        Assert.Null(_scaler.Kinesis.AskedToWarm);

        await _scaler.RunAsync(target, Scaler.Now.AddMinutes(38));

        Assert.Equal(200, _scaler.Kinesis.AskedToWarm);
        Assert.StartsWith("Up from 20 to 200 shards: the event of 2026-11-20T12:00 UTC needs 200 shards, ", _scaler.Log.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task What_is_no_longer_needed_is_released_to_twice_the_load_of_the_last_hour()
    {
        Has(asked: 200, current: 200);
        _scaler.Traffic(2, 75, 15);
        for (var minute = 0; minute < 6 && _scaler.Kinesis.AskedToWarm is null; minute++)
            await _scaler.RunAsync(Target, Scaler.Now.AddMinutes(minute));

        Assert.Equal(30, _scaler.Kinesis.AskedToWarm);
        Assert.StartsWith("Down from 200 to 30 shards: ", _scaler.Log.GetProperty("reason").GetString());
        Assert.Equal(1, _scaler.Metrics.GetProperty("ScaleDowns").GetInt32());
    }

    [Fact]
    public async Task What_Kinesis_has_grown_by_itself_is_neither_released_nor_counted_as_somebody_elses_operation()
    {
        Has(asked: 20, current: 20);
        _scaler.Traffic(2, 75, 15);
        await _scaler.RunAsync(Target);
        Has(asked: 20, current: 40);
        for (var minute = 1; minute < 7; minute++)
            await _scaler.RunAsync(Target, Scaler.Now.AddMinutes(minute));

        Assert.Null(_scaler.Kinesis.AskedToWarm);
        Assert.Null(_scaler.Problem);
        Assert.Equal(10, _scaler.Log.GetProperty("operationsLeft").GetInt32());
    }

    [Fact]
    public async Task What_was_set_by_hand_is_noticed_and_counted_as_one_operation()
    {
        Has(asked: 20, current: 20);
        await _scaler.RunAsync(Target);
        Has(asked: 160, current: 160);
        await _scaler.RunAsync(Target, Scaler.Now.AddMinutes(1));

        Assert.Equal("somebody else set the warm throughput from 20 to 160 MiB/s, which is counted as 1 of the day's operations", _scaler.Problem);
    }

    [Fact]
    public async Task Load_that_is_there_is_met_beyond_the_days_ten_operations()
    {
        Has(asked: 20, current: 20);
        _scaler.Kinesis.Ledger = "v1 " + string.Join(' ', Enumerable.Range(0, 10).Select(i => $"261120{i:00}05:20-20"));
        _scaler.Traffic(2, 60, 19.9);
        await _scaler.RunAsync(Target);

        Assert.True(_scaler.Kinesis.AskedToWarm > 20, _scaler.Log.ToString());
        Assert.Contains("beyond the 10 operations of a day", _scaler.Log.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("DISABLED")]
    public async Task Without_On_demand_Advantage_it_says_so_once_and_by_a_metric_each_minute(string? commitment)
    {
        (_scaler.Kinesis.Warm, _scaler.Kinesis.Commitment) = (null, commitment);
        await _scaler.RunAsync(Target);
        var said = _scaler.Log;
        await _scaler.RunAsync(Target, Scaler.Now.AddMinutes(1));

        Assert.Equal("commitmentMissing", said.GetProperty("outcome").GetString());
        Assert.Equal(
            "Stream clicks cannot be warmed: the account has no On-demand Advantage. Enable MinimumThroughputBillingCommitment (UpdateAccountSettings), which "
            + "commits to 25 MiB/s in and out, or take warm throughput out of the scaler's target.",
            said.GetProperty("reason").GetString());
        Assert.Single(_scaler.Lines, line => line.Contains("commitmentMissing", StringComparison.Ordinal));
        Assert.Equal(2, _scaler.Lines.Count(line => line.Contains("\"WarmThroughputRefused\":1", StringComparison.Ordinal)));
        Assert.Single(_scaler.Calls, "kinesis:DescribeAccountSettings");
        Assert.DoesNotContain("kinesis:UpdateStreamWarmThroughput", _scaler.Calls);
    }

    [Fact]
    public async Task Each_call_and_a_missing_commitment_are_told_once()
    {
        await _scaler.RunAsync(Target);
        var told = Assert.Single(_scaler.Told!.Notices);
        Assert.Equal(("clicks", "reshard"), (told.Stream, told.Kind));
        Assert.StartsWith("Up from 4 to 20 shards: ", told.Text);

        (_scaler.Kinesis.Warm, _scaler.Kinesis.Commitment) = (null, "DISABLED");
        await _scaler.RunAsync(Target, Scaler.Now.AddMinutes(1));
        Assert.Equal("commitmentMissing", Assert.Single(_scaler.Told!.Notices).Kind);
        await _scaler.RunAsync(Target, Scaler.Now.AddMinutes(2));
        Assert.Null(_scaler.Told);
        await _scaler.RunAsync(Target, Scaler.Now.AddHours(7));
        Assert.Equal("commitmentMissing", Assert.Single(_scaler.Told!.Notices).Kind);
    }

    [Fact]
    public async Task In_a_fleet_a_stream_is_warmed_too_and_what_only_a_person_can_help_is_counted_for_all()
    {
        await _scaler.RunFleetAsync(Target);
        Assert.Equal(20, _scaler.Kinesis.AskedToWarm);
        Has(asked: 20, current: 20);
        await _scaler.RunFleetAsync(Target, Scaler.Now.AddMinutes(1));
        Assert.Equal("hold", _scaler.Outcome);

        (_scaler.Kinesis.Warm, _scaler.Kinesis.Commitment) = (null, null);
        await _scaler.RunFleetAsync(Target, Scaler.Now.AddMinutes(20));
        Assert.Single(_scaler.Lines, line => line.Contains("\"Dimensions\":[[\"ScalerName\"]],\"Metrics\":[{\"Name\":\"WarmThroughputRefused\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ENABLED")]
    [InlineData("ENABLED_UNTIL_EARLIEST_ALLOWED_END")]
    public async Task Where_the_stream_tells_no_warm_throughput_and_the_account_has_the_commitment_its_shards_are_what_it_has(string commitment)
    {
        (_scaler.Kinesis.Warm, _scaler.Kinesis.Commitment, _scaler.Kinesis.OpenShards) = (null, commitment, 8);
        await _scaler.RunAsync(Target);

        Assert.StartsWith("Up from 8 to 20 shards", _scaler.Log.GetProperty("reason").GetString());
        Assert.Equal(20, _scaler.Kinesis.AskedToWarm);
    }

    [Fact]
    public async Task A_refusal_says_what_it_takes_and_is_not_asked_again_for_some_minutes()
    {
        _scaler.Kinesis.Failures["kinesis:UpdateStreamWarmThroughput"] = () => FakeKinesis.Error("ValidationException", "Not for this account.");
        await _scaler.RunAsync(Target);

        Assert.Equal("invalidArgument", _scaler.Outcome);
        Assert.Equal(
            "UpdateStreamWarmThroughput answered ValidationException (HTTP 400): Not for this account; it takes a stream on demand, in an account whose On-demand "
            + "Advantage (MinimumThroughputBillingCommitment) is ENABLED",
            _scaler.Problem);
        Assert.Equal(1, _scaler.Metrics.GetProperty("WarmThroughputRefused").GetInt32());

        await _scaler.RunAsync(Target, Scaler.Now.AddMinutes(1));
        Assert.Single(_scaler.Calls, "kinesis:UpdateStreamWarmThroughput");
        Assert.Equal("AWS refused the last call, and is asked again in some minutes", _scaler.Log.GetProperty("note").GetString());
        await _scaler.RunAsync(Target, Scaler.Now.AddMinutes(6));
        Assert.Equal(2, _scaler.Calls.Count(call => call == "kinesis:UpdateStreamWarmThroughput"));
    }

    [Fact]
    public async Task A_dry_run_says_what_it_would_do_and_does_nothing()
    {
        _scaler.Kinesis.Tags.Add(("shardwise:mode", "dry-run"));
        await _scaler.RunAsync(Target);

        Assert.Equal(("dryRun", "UpdateStreamWarmThroughput 20"), (_scaler.Outcome, _scaler.Log.GetProperty("call").GetString()));
        Assert.Null(_scaler.Kinesis.AskedToWarm);
    }

    [Fact]
    public async Task A_provisioned_stream_is_left_alone()
    {
        (_scaler.Kinesis.Mode, _scaler.Kinesis.Warm) = (StreamMode.PROVISIONED, null);
        await _scaler.RunAsync(Target);

        Assert.Equal("notOnDemand", _scaler.Outcome);
        Assert.Equal("Stream clicks is left alone: its target is for warm throughput, and it is provisioned.", _scaler.Log.GetProperty("reason").GetString());
    }

    private void Has(int asked, int current) => _scaler.Kinesis.Warm = new WarmThroughputObject { TargetMiBps = asked, CurrentMiBps = current };
}
