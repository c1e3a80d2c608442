using Amazon.Kinesis.Model;
using Shardwise.Cli.Scaler;
using Shardwise.Cli.Tests.Planning;

namespace Shardwise.Cli.Tests.Scaler;

public sealed class ScalerCommandTests(LocalAws aws) : IClassFixture<LocalAws>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Status_says_what_it_sees_plans_and_has_left_and_why_and_changes_nothing()
    {
        var stream = await aws.StreamAsync(4);
        for (var ago = 2; ago < 120; ago++)
            aws.Minute(stream, ago, 3.9);
        var now = DateTimeOffset.UtcNow;
        await TagAsync(stream,
            ("shardwise:operations", $"v1 {now.AddHours(-25):yyMMddHHmm}:3-4 {now.AddHours(-3):yyMMddHHmm}:2-4 {now.AddHours(-2):yyMMddHHmm}:4@5"),
            ("shardwise:state", $"v1 shards:4 goal:6 refused:{now.AddMinutes(20):yyMMddHHmm}"), ("shardwise:target", "v1 min:2 max:64 setting:safe headroom:0.1 floors:2"),
            ("shardwise:mode", "dry-run"));
        var before = aws.Calls.Count;

        var (code, output, _) = await RunAsync("status", stream);

        Assert.Equal(ExitCode.Success, code);
        Assert.Equal(["DescribeStreamSummary", "DescribeStreamSummary", "ListTagsForStream"], aws.Calls.Skip(before).Order());
        var lines = output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal($"{stream} in us-east-1: 4 shards, ACTIVE; the scaler is on dry run", lines[0]);
        Assert.Matches("^sees       3.90 shards of load in the minute [0-9:]{5} UTC, 98 % of 4 shards; at most 3.90 in the [0-9]+ minutes that it sees$", lines[1]);
        Assert.Matches("^plans      Up from 4 to [0-9]+ shards: .*2 of 10 operations used\\.$", lines[2]);
        Assert.Equal($"has left   8 of 10 operations; the next comes back at {now.AddHours(21):MM-dd HH:mm} UTC; 40 of 40 splits and merges", lines[3]);
        Assert.Equal("bounds     2 to 64 shards now, safe, headroom 0.1 (the tag shardwise:target, as of the ledger's last change; 2 floors and events of its calendar are not in it)", lines[4]);
        Assert.Equal("on its way splits and merges to 6 equal ranges", lines[5]);
        Assert.StartsWith("on its way UpdateShardCount is left alone until ", lines[6]);
        Assert.EndsWith("from 2 to 4 shards", lines[7]);
        Assert.EndsWith("from 4 to 5 shards, by somebody else", lines[8]);
    }

    [Fact]
    public async Task Status_goes_by_a_target_that_is_given_and_its_events()
    {
        var stream = await aws.StreamAsync(4);
        for (var ago = 2; ago < 90; ago++)
            aws.Minute(stream, ago, 2);
        var from = DateTime.UtcNow.AddDays(2);
        var target = _folder.Write("target.json", $$"""{"minShards":4,"maxShards":64,"events":[{"minShards":40,"from":"{{from:yyyy-MM-ddTHH:mm}}","until":"{{from.AddHours(3):yyyy-MM-ddTHH:mm}}"}]}""");

        var (_, output, _) = await RunAsync("status", stream, "--target", target);

        Assert.Contains("plans      Hold at 4 shards: ", output);
        Assert.Contains("bounds     4 to 64 shards now, balanced, headroom 0.1 (--target)", output);
        Assert.Contains($"event      40 shards by {from:yyyy-MM-ddTHH:mm} UTC; the way up begins at ", output);
        Assert.Contains("the scaler is active", output);
    }

    [Fact]
    public async Task Status_of_warm_throughput_says_what_was_asked_for_what_is_there_and_when_the_way_up_to_an_event_begins()
    {
        var stream = await aws.WarmStreamAsync(20);
        for (var ago = 2; ago < 120; ago++)
            aws.Minute(stream, ago, 5);
        var from = DateTime.UtcNow.AddDays(2);
        var target = _folder.Write("warm.json",
            $$"""{"minShards":20,"maxShards":400,"warmThroughput":true,"events":[{"minShards":200,"from":"{{from:yyyy-MM-ddTHH:mm}}","until":"{{from.AddHours(3):yyyy-MM-ddTHH:mm}}"}]}""");

        var (_, output, _) = await RunAsync("status", stream, "--target", target);

        Assert.Contains("warm       20 MiB/s asked for, 20 MiB/s there; a shard is 1 MiB/s in all that is said here", output);
        Assert.Contains("plans      Hold at 20 shards: ", output);
        Assert.Contains("bounds     20 to 400 shards now, balanced, headroom 0.1, warm throughput (--target)", output);
        Assert.Contains($"event      200 shards by {from:yyyy-MM-ddTHH:mm} UTC; the way up begins at ", output);
        Assert.Contains(" UTC, by 1 operation\n", output);
        Assert.DoesNotContain("problem", output);

        // What the scaler writes down of its target is enough, but for the calendar.
        await TagAsync(stream, ("shardwise:target", "v1 min:20 max:400 setting:balanced headroom:0.1 warm:1 events:1"));
        Assert.Contains("warm throughput (the tag shardwise:target", (await RunAsync("status", stream)).Output);
    }

    [Fact]
    public async Task Status_refuses_a_stream_of_the_other_mode_than_its_target_is_for()
    {
        var (provisioned, onDemand) = (await aws.StreamAsync(2), await aws.WarmStreamAsync(4));
        var target = _folder.Write("of-warm.json", """{"minShards":2,"maxShards":8,"warmThroughput":true}""");

        Assert.Equal(
            $"shardwise: stream {provisioned} in us-east-1 is provisioned, and its target is for the warm throughput of a stream that is on demand{Environment.NewLine}",
            (await RunAsync("status", provisioned, "--target", target)).Error);
        Assert.Equal(
            $"shardwise: stream {onDemand} in us-east-1 is on-demand: it scales by itself, and the scaler leaves it alone unless its target is for warm throughput{Environment.NewLine}",
            (await RunAsync("status", onDemand)).Error);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(" relieved:1", ", relieved")]
    [InlineData(" beyond:1", ", beyond what splits can help: while it lasts, shards are kept so that few other keys share its shard")]
    public async Task Status_tells_of_a_hot_range(string state, string said)
    {
        var stream = await aws.StreamAsync(4);
        var since = DateTimeOffset.UtcNow.AddHours(-2);
        await TagAsync(stream, ("shardwise:state", $"v1 shards:4 hot:{since:yyMMddHHmm} splits:2 split:{since.AddMinutes(20):yyMMddHHmm}{state}"));

        var (_, output, _) = await RunAsync("status", stream);

        Assert.Contains($"hot range  since {since:MM-dd HH:mm} UTC, 2 splits around it{said}{Environment.NewLine}", output);
    }

    [Fact]
    public async Task Status_without_bounds_or_traffic_says_so()
    {
        var stream = await aws.StreamAsync(1);

        var (_, output, _) = await RunAsync("status", stream);

        Assert.Contains("sees       no minute with traffic in the last hour and a quarter", output);
        Assert.Contains("plans      not known: the bounds are in no tag shardwise:target yet; give --target FILE, the detail of the scaler's rule", output);
        Assert.Contains("has left   10 of 10 operations", output);
    }

    [Fact]
    public async Task Status_says_of_a_target_that_it_cannot_use_that_it_cannot()
    {
        var stream = await aws.StreamAsync(1);
        await TagAsync(stream, ("shardwise:target", "v1 min:2 max:64 setting:best headroom:0.1"));

        var (code, output, _) = await RunAsync("status", stream);

        Assert.Equal(ExitCode.Success, code);
        Assert.Contains("plans      not known: the bounds are in no tag shardwise:target yet; give --target FILE, the detail of the scaler's rule", output);
        Assert.Contains("problem    the tag shardwise:target is \"v1 min:2 max:64 setting:best headroom:0.1\", no target that this version can read", output);
    }

    [Fact]
    public async Task Pause_dry_run_and_resume_set_the_tag_and_take_it_away()
    {
        var stream = await aws.StreamAsync(1);

        var (_, paused, _) = await RunAsync("pause", stream);
        Assert.Equal("paused", await ModeAsync(stream));
        Assert.Equal($"{stream} in us-east-1: the tag shardwise:mode is \"paused\"; from the next minute on the scaler decides and logs, and reshards nothing{Environment.NewLine}", paused);
        await RunAsync("dry-run", stream);
        Assert.Equal("dry-run", await ModeAsync(stream));
        var (_, resumed, _) = await RunAsync("resume", stream);
        Assert.Null(await ModeAsync(stream));
        Assert.Equal($"{stream} in us-east-1: the tag shardwise:mode is gone; from the next minute on the scaler does everything{Environment.NewLine}", resumed);
        Assert.Equal(ExitCode.Success, (await RunAsync("resume", stream)).Code);
    }

    [Fact]
    public async Task A_stream_that_is_being_resharded_is_paused_as_soon_as_it_takes_a_tag()
    {
        var stream = await aws.StreamAsync(2);
        using (var kinesis = aws.Kinesis())
            await kinesis.UpdateShardCountAsync(new UpdateShardCountRequest { StreamName = stream, TargetShardCount = 4, ScalingType = Amazon.Kinesis.ScalingType.UNIFORM_SCALING });

        await RunAsync("pause", stream);

        Assert.Equal("paused", await ModeAsync(stream));
    }

    [Theory]
    [InlineData("status")]
    [InlineData("pause")]
    public async Task A_stream_that_is_not_there_is_one_error(string verb)
    {
        var (code, _, error) = await RunAsync(verb, "nowhere");

        Assert.Equal((ExitCode.BadInput, "shardwise: there is no stream nowhere in us-east-1 in the account of these credentials" + Environment.NewLine), (code, error));
    }

    [Fact]
    public async Task Cost_is_under_a_dollar_a_stream_from_fifty_streams_on_where_a_fleet_is_used()
    {
        using var output = new StringWriter();
        Assert.Equal(ExitCode.Success, await CommandLine.RunAsync(["scaler", "cost"], TextWriter.Null, CancellationToken.None, output));

        var lines = output.ToString().Split(Environment.NewLine);
        Assert.Matches("^1 stream +[23][.][0-9]+ +[23][.]", lines[1]);
        Assert.Matches("^50 streams, Fleet +0.[89][0-9] +4[0-9].", lines[4]);
        Assert.Matches("^500 streams, Fleet +0.[89][0-9] +4[0-9]{2}.", lines[6]);
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(string verb, string stream, params string[] more)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(["scaler", verb, stream, "--endpoint", aws.Endpoint, .. more], error, CancellationToken.None, output);
        return (code, output.ToString(), error.ToString());
    }

    private async Task TagAsync(string stream, params (string Key, string Value)[] tags)
    {
        using var kinesis = aws.Kinesis();
        await kinesis.AddTagsToStreamAsync(new AddTagsToStreamRequest { StreamName = stream, Tags = tags.ToDictionary(tag => tag.Key, tag => tag.Value) });
    }

    private async Task<string?> ModeAsync(string stream)
    {
        using var kinesis = aws.Kinesis();
        return (await kinesis.ListTagsForStreamAsync(new ListTagsForStreamRequest { StreamName = stream })).Tags?.Find(tag => tag.Key == "shardwise:mode")?.Value;
    }
}
