using System.Text.Json;
using Shardwise.Scaling;

namespace Shardwise.Scaler.Tests;

public class FunctionTests
{
    private const string Up = "Up from 4 to 5 shards: bytes at 99 % of 4 shards in the minute 11:04 UTC; "
        + "about 4.0 shards are foreseen within a quarter of an hour and 4.0 within nine hours, 0 of 10 operations used.";

    private readonly Scaler _scaler = new();

    [Fact]
    public async Task A_full_stream_is_resharded_written_down_and_reported()
    {
        _scaler.Traffic(2, 20, 3.96);

        await _scaler.RunAsync();

        Assert.Equal(5, _scaler.Kinesis.Asked);
        Assert.Equal("v1 2611201107:4+5", _scaler.Kinesis.Ledger);
        Assert.Equal("v1 shards:4 next:5 seen:2611201106=4", _scaler.Kinesis.State);
        Assert.Equal(
            [
                "{\"event\":\"decision\",\"time\":\"2026-11-20T11:06:00Z\",\"stream\":\"clicks\",\"openShards\":4,\"targetShards\":5,"
                + "\"utilization\":0.99,\"demandShards\":3.96,\"operationsLeft\":10,\"visibleMinutes\":20,\"call\":\"UpdateShardCount\",\"outcome\":\"accepted\",\"reason\":\"" + Up + "\"}",
                "{\"_aws\":{\"Timestamp\":1795172760000,\"CloudWatchMetrics\":[{\"Namespace\":\"Shardwise\",\"Dimensions\":[[\"StreamName\"]],\"Metrics\":["
                + "{\"Name\":\"OpenShards\",\"Unit\":\"Count\"},{\"Name\":\"OperationsLeft\",\"Unit\":\"Count\"},{\"Name\":\"DemandShards\",\"Unit\":\"None\"},"
                + "{\"Name\":\"TargetShards\",\"Unit\":\"Count\"},{\"Name\":\"ScaleUps\",\"Unit\":\"Count\"}]}]},\"StreamName\":\"clicks\",\"OpenShards\":4,"
                + "\"OperationsLeft\":10,\"DemandShards\":3.96,\"TargetShards\":5,\"ScaleUps\":1}",
            ],
            _scaler.Lines);
    }

    [Fact]
    public async Task A_quiet_stream_goes_down()
    {
        _scaler.Kinesis.OpenShards = 12;
        _scaler.Traffic(1, 41, 4.2);

        await _scaler.RunAsync(at: Scaler.Now.AddMinutes(1));

        Assert.Equal(6, _scaler.Kinesis.Asked);
        Assert.Equal(1, _scaler.Metrics.GetProperty("ScaleDowns").GetInt32());
    }

    [Fact]
    public async Task A_minute_with_nothing_to_do_calls_nothing_that_changes()
    {
        _scaler.Traffic(2, 20, 2.4);

        await _scaler.RunAsync();

        Assert.Null(_scaler.Kinesis.Asked);
        Assert.Equal("v1", _scaler.Kinesis.Ledger);
        Assert.Equal("v1 shards:4 seen:2611201106=4", _scaler.Kinesis.State);
        Assert.Equal("hold", _scaler.Outcome);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, _scaler.Log.GetProperty("targetShards").ValueKind);
    }

    [Theory]
    [InlineData("")]
    [InlineData(""","setting":"safe" """)]
    [InlineData(""","updateShardCountOnly":true""")]
    public async Task What_a_plan_replays_as_the_policy_of_a_target_is_what_decides_here(string more)
    {
        var detail = $$"""{"streamName":"clicks","minShards":1,"maxShards":100{{more}}}""";
        var planned = new Scaler(ScalerPolicy.Of(JsonSerializer.Deserialize<ScalingTarget>(detail)!));
        foreach (var scaler in (Scaler[])[_scaler, planned])
        {
            scaler.Kinesis.OpenShards = 12;
            scaler.Kinesis.Tags.Add(("shardwise:mode", "dry-run"));
            scaler.Traffic(1, 41, 4.2);
            await scaler.RunAsync(detail, Scaler.Now.AddMinutes(1));
        }

        Assert.Equal(planned.Lines, _scaler.Lines);
        // One by calls; the others by splits and merges, whose shards are not listed before anything may be done.
        Assert.Equal(more.Contains("Only", StringComparison.Ordinal), _scaler.Log.TryGetProperty("call", out _));
        Assert.InRange(_scaler.Log.GetProperty("targetShards").GetInt32(), 5, 8);
    }

    [Fact]
    public async Task Names_in_the_detail_are_read_whatever_their_case()
    {
        await _scaler.RunAsync("""{"StreamName":"clicks","MINSHARDS":6,"maxShards":8}""");

        Assert.Equal(6, _scaler.Kinesis.Asked);
    }

    [Theory]
    [InlineData("ResourceInUseException", "resourceInUse")]
    [InlineData("LimitExceededException", "limitExceeded")]
    [InlineData("ThrottlingException", "throttled")]
    [InlineData("InvalidArgumentException", "invalidArgument")]
    [InlineData("ValidationException", "invalidArgument")]
    [InlineData("ResourceNotFoundException", "streamNotFound")]
    public async Task A_refusal_is_an_ordinary_outcome_and_what_was_written_down_is_taken_back(string code, string outcome)
    {
        _scaler.Traffic(2, 20, 3.96);
        _scaler.Kinesis.Failures["kinesis:UpdateShardCount"] = () => FakeKinesis.Error(code, "Not now.");

        await _scaler.RunAsync();

        Assert.Equal(outcome, _scaler.Outcome);
        Assert.Equal(Up, _scaler.Log.GetProperty("reason").GetString());
        Assert.Equal($"UpdateShardCount answered {code} (HTTP 400): Not now", _scaler.Problem);
        Assert.Equal(1, _scaler.Metrics.GetProperty("Refused").GetInt32());
        Assert.Equal(code == "ResourceInUseException" ? "v1 2611201107:4+5" : "v1", _scaler.Kinesis.Ledger);
    }

    [Fact]
    public async Task A_reshard_without_an_answer_stays_written_down_and_fails_the_minute()
    {
        _scaler.Traffic(2, 20, 3.96);
        _scaler.Kinesis.Failures["kinesis:UpdateShardCount"] = () => new TaskCanceledException();

        var error = await Assert.ThrowsAsync<ScalerException>(() => _scaler.RunAsync());

        Assert.Equal("The scaler failed for stream \"clicks\": UpdateShardCount did not answer in time.", error.Message);
        Assert.Equal("unanswered", _scaler.Outcome);
        Assert.Equal("v1 2611201107:4+5", _scaler.Kinesis.Ledger);
        Assert.Single(_scaler.Calls, call => call == "kinesis:UpdateShardCount");
    }

    [Theory]
    [InlineData("kinesis:DescribeStreamSummary", "LimitExceededException")]
    [InlineData("kinesis:DescribeStreamSummary", "ThrottlingException")]
    [InlineData("kinesis:ListTagsForStream", "LimitExceededException")]
    public async Task Throttled_reads_leave_the_stream_to_the_next_minute(string call, string code)
    {
        _scaler.Traffic(2, 20, 3.96);
        _scaler.Kinesis.Failures[call] = () => FakeKinesis.Error(code, "Rate exceeded.");

        await _scaler.RunAsync();

        Assert.Equal("throttled", _scaler.Outcome);
        Assert.Equal(
            $"Nothing decided for stream clicks in this minute: {call[8..]} answered {code} (HTTP 400): Rate exceeded.", _scaler.Log.GetProperty("reason").GetString());
        Assert.Equal(1, _scaler.Metrics.GetProperty("NotObserved").GetInt32());
        Assert.False(_scaler.Metrics.TryGetProperty("OpenShards", out _));
        Assert.Null(_scaler.Kinesis.Asked);
    }

    [Fact]
    public async Task A_stream_that_is_gone_is_said_so()
    {
        _scaler.Kinesis.Failures["kinesis:DescribeStreamSummary"] = () => FakeKinesis.Error("ResourceNotFoundException", "No.");

        await _scaler.RunAsync();

        Assert.Equal("streamNotFound", _scaler.Outcome);
        Assert.Equal("There is no stream clicks; its schedule can go.", _scaler.Log.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task An_on_demand_stream_is_left_alone()
    {
        _scaler.Kinesis.Mode = Amazon.Kinesis.StreamMode.ON_DEMAND;

        await _scaler.RunAsync();

        Assert.Equal("onDemand", _scaler.Outcome);
        Assert.Equal("Stream clicks is left alone: it is on-demand and scales by itself.", _scaler.Log.GetProperty("reason").GetString());
        Assert.Equal(["kinesis:DescribeStreamSummary"], _scaler.Calls);
    }

    [Theory]
    [InlineData("CREATING")]
    [InlineData("DELETING")]
    public async Task A_stream_that_is_being_made_or_deleted_is_left_alone(string status)
    {
        _scaler.Kinesis.Status = status;

        await _scaler.RunAsync();

        Assert.Equal("notActive", _scaler.Outcome);
        Assert.Equal($"Stream clicks is left alone: its status is {status}.", _scaler.Log.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Nothing_is_asked_of_a_stream_that_is_being_resharded()
    {
        _scaler.Kinesis.Status = Amazon.Kinesis.StreamStatus.UPDATING;
        _scaler.Traffic(2, 20, 3.96);

        await _scaler.RunAsync();

        Assert.Null(_scaler.Kinesis.Asked);
        Assert.Equal("hold", _scaler.Outcome);
    }

    // AWS's service reference lists no resource type for this call, and published policies grant it on a stream.
    [Fact]
    public async Task A_denied_UpdateShardCount_says_what_to_do()
    {
        _scaler.Traffic(2, 20, 3.96);
        _scaler.Kinesis.Failures["kinesis:UpdateShardCount"] = () => FakeKinesis.Error("AccessDeniedException", "User is not authorized.");

        var error = await Assert.ThrowsAsync<ScalerException>(() => _scaler.RunAsync());

        Assert.Equal(
            "The scaler failed for stream \"clicks\": UpdateShardCount answered AccessDeniedException (HTTP 400): User is not authorized; allow "
            + "kinesis:UpdateShardCount on \"*\" to the function's role, which has it on the stream's ARN.",
            error.Message);
    }

    [Fact]
    public async Task A_denied_call_is_one_error_line_and_fails_the_minute()
    {
        _scaler.Kinesis.Failures["kinesis:DescribeStreamSummary"] = () => FakeKinesis.Error("AccessDeniedException", "User is not authorized.");

        var error = await Assert.ThrowsAsync<ScalerException>(() => _scaler.RunAsync());

        Assert.Equal(
            "The scaler failed for stream \"clicks\": DescribeStreamSummary answered AccessDeniedException (HTTP 400): User is not authorized.", error.Message);
        Assert.Equal(error.Message, _scaler.Log.GetProperty("reason").GetString());
        Assert.Equal("error", _scaler.Log.GetProperty("event").GetString());
        Assert.Single(_scaler.Lines);
    }

    [Fact]
    public async Task A_bad_detail_is_one_error_line_that_names_everything_wrong()
    {
        var error = await Assert.ThrowsAsync<ScalerException>(() => _scaler.RunAsync("""{"minShards":0,"maxShards":-1}"""));

        Assert.Equal(
            "The scaler failed for stream \"\": The scaling target is not usable: streamName is \"\", allowed are 1 to 128 of the characters a-z A-Z 0-9 _ . -; "
            + "minShards is 0, allowed is 1 or more; maxShards is -1, allowed is minShards (1) or more.",
            error.Message);
        Assert.Equal(error.Message, _scaler.Log.GetProperty("reason").GetString());
        Assert.Equal("invalidTarget", _scaler.Outcome);
        Assert.Single(_scaler.Lines);
        Assert.Empty(_scaler.Calls);
    }

    [Fact]
    public async Task An_event_without_a_detail_is_one_error_line()
    {
        var error = await Assert.ThrowsAsync<ScalerException>(() => _scaler.RunAsync("null"));

        Assert.Equal("The scaler failed for stream \"\": the event has no detail.", error.Message);
        Assert.Single(_scaler.Lines);
    }
}
