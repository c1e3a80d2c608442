using System.Text.Json;
using Shardwise.Cli.Planning;
using Shardwise.Local;
using Shardwise.Scaling;
using Shardwise.Scaling.Replay;
using Spectre.Console;

namespace Shardwise.Cli.Tests.Planning;

public sealed class PlanCommandTests(LocalAws aws) : IClassFixture<LocalAws>, IDisposable
{
    private const int Length = 480;

    // Two days of four hours at 2 shards and four at 8.
    private static readonly Trace Waves =
        new("waves", [.. Enumerable.Range(0, 2 * 1_440).Select(minute => new TraceMinute(0, (2 + minute / 240 % 2 * 6) * (double)ShardCapacity.BytesPerMinute))]);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_stream_is_replayed_from_its_own_metrics_against_the_shards_it_has()
    {
        var stream = await aws.StreamAsync(12);
        for (var ago = 3; ago < Length; ago++)
            aws.Minute(stream, ago, ago is > 200 and < 260 ? 8 : 2, throttled: ago == 230 ? 500 : 0);
        var before = aws.Calls.Count;
        var plan = JsonDocument.Parse(await RunAsync(new PlanSettings { Stream = stream, Endpoint = aws.Endpoint, Json = true })).RootElement;

        Assert.Equal(["DescribeStreamSummary"], aws.Calls.Skip(before));
        Assert.Equal((stream, "us-east-1", 12), (plan.GetProperty("stream").GetString(), plan.GetProperty("region").GetString(), plan.GetProperty("open_shards").GetInt32()));
        // The minutes may have moved on by one while they were written.
        Assert.InRange(plan.GetProperty("minutes").GetInt32(), Length - 4, Length - 2);
        // 500 attempts of four each on 1,000 records that were taken: an eighth more was offered.
        Assert.Equal(9, plan.GetProperty("peak_shards").GetDouble(), 1e-9);
        Assert.Equal(
            ["now: 12 shards", "lean", "balanced", "safe", "lean+split", "balanced+split", "safe+split", "on-demand Standard", "Advantage, met", "Advantage, alone"],
            plan.GetProperty("choices").EnumerateArray().Select(choice => choice.GetProperty("name").GetString()));
        var now = plan.GetProperty("choices")[0];
        // 12 shards at 0.015 USD an hour, and 1,000 records of 31 KB and more a minute as PUT payload units.
        Assert.InRange(now.GetProperty("usd_a_month").GetDouble(), 12 * 720 * 0.015, 12 * 720 * 0.015 + 10);
        Assert.Equal(0, now.GetProperty("throttled_fraction").GetDouble());
        Assert.All(plan.GetProperty("choices").EnumerateArray().Skip(1).Take(6), choice => Assert.InRange(choice.GetProperty("mean_shards").GetDouble(), 2, 12));
        Assert.Equal("new ShardScaling { MinShards = 2, MaxShards = 18 }", plan.GetProperty("csharp").GetString());
    }

    // Its own services: all streams of an account are those of nobody else's test.
    [Fact]
    public async Task All_streams_of_an_account_are_put_into_the_mode_that_each_belongs_into()
    {
        var account = new LocalAws();
        await account.InitializeAsync();
        try
        {
            // Two that are busy all the time, one of which has far too many shards; one that is hardly used; one that never was.
            var (steady, large, small, idle) = (await account.StreamAsync(3), await account.StreamAsync(40), await account.StreamAsync(4), await account.StreamAsync(1));
            for (var ago = 3; ago < Length; ago++)
            {
                account.Minute(steady, ago, 2.4);
                account.Minute(large, ago, 2.4);
                account.Minute(small, ago, 0.0001);
            }

            var error = new StringWriter();
            var plan = JsonDocument.Parse(await RunAsync(new PlanSettings { All = true, Endpoint = account.Endpoint, Json = true }, error)).RootElement;

            var modes = plan.GetProperty("streams").EnumerateArray()
                .ToDictionary(stream => stream.GetProperty("stream").GetString()!, stream => stream.GetProperty("belongs_into").GetString());
            Assert.Equal(3, modes.Count);
            Assert.Equal("provisioned, as it is", modes[steady]);
            Assert.Equal("provisioned, scaled", modes[large]);
            Assert.False(plan.GetProperty("commits").GetBoolean());
            Assert.Equal(3_037.5, plan.GetProperty("commitment_usd_a_month").GetDouble(), 1e-6);
            Assert.Equal($"{idle} is left out: it had no traffic in the last two weeks", error.ToString().Trim());
            Assert.Contains(modes[small], (string[])["provisioned, scaled", "on-demand Standard"]);
            var table = await RunAsync(new PlanSettings { All = true, Endpoint = account.Endpoint }, new StringWriter());
            Assert.Contains("The commitment does not pay for these streams", table, StringComparison.Ordinal);
            Assert.Contains(", of which its commitment (25 MiB/s in and out, used or not) is 3,037.50.", table, StringComparison.Ordinal);
        }
        finally
        {
            await account.DisposeAsync();
        }
    }

    [Fact]
    public async Task Minutes_without_data_are_unknown_and_no_setting_gives_shards_up_in_them()
    {
        var stream = await aws.StreamAsync(4);
        for (var ago = Length / 2; ago < Length; ago++)
            aws.Minute(stream, ago, 3);
        var plan = JsonDocument.Parse(await RunAsync(new PlanSettings { Stream = stream, Endpoint = aws.Endpoint, Json = true })).RootElement;

        Assert.InRange(plan.GetProperty("unknown_minutes").GetInt32(), Length / 2 - 4, Length / 2 - 1);
        Assert.All(plan.GetProperty("choices").EnumerateArray().Take(7), choice => Assert.InRange(choice.GetProperty("least_shards").GetInt32(), 3, 4));
        Assert.Contains(plan.GetProperty("advice").EnumerateArray(), advice => advice.GetString()!.EndsWith(
            "have no data. They are unknown, not idle: shards are paid for in them, and the scaler holds, as it would on AWS.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_a_target_its_bounds_floors_and_events_are_replayed_and_told()
    {
        var path = _folder.Write("export.csv", "minute,records,bytes\n" + string.Join('\n', Enumerable.Range(0, 1_440).Select(minute => $"{minute},60000,1")));
        var target = _folder.Write("target.json", """
            {"minShards":2,"maxShards":300,"floors":[{"minShards":12,"from":"18:00","until":"20:00","days":["mon"]},{"minShards":40,"from":"08:00","until":"20:00","days":["tue"]}],
             "events":[{"minShards":200,"from":"2026-11-27T17:30","until":"2026-11-29T02:00","timeZone":"Europe/Berlin"}]}
            """);
        var plan = JsonDocument.Parse(await RunAsync(new PlanSettings { Trace = path, Shards = 20, Target = target, Json = true })).RootElement;

        // A trace begins on a Monday.
        Assert.All(plan.GetProperty("choices").EnumerateArray().Skip(1).Take(6), choice => Assert.Equal((20, true), (choice.GetProperty("most_shards").GetInt32(), choice.GetProperty("least_shards").GetInt32() < 12)));
        Assert.Equal("new ShardScaling { MinShards = 2, MaxShards = 300 }", plan.GetProperty("csharp").GetString());
        Assert.Contains(plan.GetProperty("advice").EnumerateArray(), advice => advice.GetString()!.StartsWith(
            "Event of 2026-11-27T17:30 Europe/Berlin, 200 shards: from 20 the way up takes 4 of the day's operations, kept for it, and begins 31 minutes before; it costs at most ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{", "--target is {0}, which is no JSON such as {\"minShards\":2,\"maxShards\":64}")]
    [InlineData("{\"minShards\":9,\"maxShards\":3}", "--target is {0}: The scaling target is not usable: maxShards is 3, allowed is minShards (9) or more")]
    public async Task A_target_that_cannot_be_used_is_one_error(string json, string message)
    {
        var target = _folder.Write("target.json", json);
        var error = await Assert.ThrowsAsync<InputException>(() => RunAsync(new PlanSettings { Trace = _folder.Write("t.csv", "minute,records,bytes\n0,1,1"), Target = target }));

        Assert.Equal(message.Replace("{0}", target, StringComparison.Ordinal), error.Message);
    }

    [Fact]
    public async Task An_exported_trace_gives_the_same_table_without_any_account()
    {
        var path = _folder.Write("export.csv", "minute,records,bytes\n" + string.Join('\n', Enumerable.Range(0, 600).Select(minute =>
            minute is > 100 and < 110 ? $"{minute},," : $"{minute},{(minute < 300 ? 60_000 : 240_000)},1")));
        var table = await RunAsync(new PlanSettings { Trace = path, Shards = 20 });

        Assert.Contains("export.csv: 0.4 days, at most 4 shards of load", table, StringComparison.Ordinal);
        Assert.Matches("now: 20 shards +[0-9.]+ +0.0000 % +0 +20 / 20 / 20 +0.0", table);
        Assert.Matches("balanced +[0-9.]+ +[0-9.]+ % +[0-9]+ +[0-9]+ / [0-9]+ / [0-9]+ +[0-9.]+", table);
        Assert.Contains("9 of 600 minutes have no data.", table, StringComparison.Ordinal);
        Assert.Contains("Less than two days of traffic:", table, StringComparison.Ordinal);
        Assert.EndsWith("    new ShardScaling { MinShards = 1, MaxShards = 8 }" + Environment.NewLine, table, StringComparison.Ordinal);
        Assert.All(table.Split('\n').TakeWhile(line => !line.StartsWith("USD/month", StringComparison.Ordinal)), line => Assert.InRange(line.Length, 0, 80));
    }

    [Theory]
    [InlineData(null, "The scaler as it comes (balanced+split)", "balanced+split")]
    [InlineData("""{"minShards":1,"maxShards":16}""", "The scaler by this target (balanced+split)", "balanced+split")]
    [InlineData("""{"minShards":1,"maxShards":16,"setting":"safe","updateShardCountOnly":true}""", "The scaler by this target (safe)", "safe")]
    [InlineData("""{"minShards":1,"maxShards":16,"reshardsADay":0}""", "The scaler by this target (balanced)", "balanced")]
    public async Task The_advice_is_about_the_policy_that_the_scaler_runs(string? target, string scaler, string name)
    {
        var path = _folder.Write("waves.csv", "minute,records,bytes\n" + string.Join('\n', Waves.Minutes.Select((minute, place) => FormattableString.Invariant($"{place},{minute.Records},{minute.Bytes:0}"))));
        var file = target is null ? null : _folder.Write("target.json", target);

        var plan = JsonDocument.Parse(await RunAsync(new PlanSettings { Trace = path, Shards = 12, Target = file, Json = true })).RootElement;

        var usd = plan.GetProperty("choices").EnumerateArray().ToDictionary(choice => choice.GetProperty("name").GetString()!, choice => choice.GetProperty("usd_a_month").GetDouble());
        Assert.StartsWith(FormattableString.Invariant($"{scaler} would cost {usd[name] + 3:N2} USD a month, itself included, where 12 shards cost {usd["now: 12 shards"]:N2}; "), plan.GetProperty("advice")[0].GetString(), StringComparison.Ordinal);
        Assert.NotEqual(usd["balanced"], usd["balanced+split"]);
        // What the function runs for this target, over the same traffic.
        var held = new ScalingTarget { StreamName = "waves", MinShards = plan.GetProperty("min_shards").GetInt32(), MaxShards = plan.GetProperty("max_shards").GetInt32() };
        if (name == "safe")
            held = held with { Setting = "safe", UpdateShardCountOnly = true };
        if (name == "balanced")
            held = held with { ReshardsADay = 0 };
        Assert.Equal(usd[name], StreamReplay.Run("held", ScalerPolicy.Of(held), Waves, new ReplayProfile { Target = held }, 12).CostUsd * 15, 1e-6);
    }

    [Fact]
    public void All_streams_of_an_account_are_priced_by_what_the_scaler_is_by_default()
    {
        var stream = new ObservedStream("waves", Waves) { OpenShards = 40 };

        var (one, all) = (StreamPlan.Run(stream, null, CancellationToken.None).Default, StreamPlan.RunDefault(stream, CancellationToken.None).Default);

        Assert.Equal(("balanced+split", one.UsdAMonth), (all.Name, all.UsdAMonth));
    }

    [Fact]
    public async Task A_share_too_small_for_its_digits_is_not_called_nothing()
    {
        var path = _folder.Write("tiny.csv", "minute,records,bytes\n" + string.Join('\n', Enumerable.Range(0, 2 * 1_440).Select(minute => $"{minute},{(minute == 2_000 ? 60_100 : 60_000)},1")));

        Assert.Contains("; it would throttle nothing in place of less than 0.0001 %.", await RunAsync(new PlanSettings { Trace = path, Shards = 1 }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_on_demand_is_cheaper_it_says_so()
    {
        var path = _folder.Write("little.csv", "minute,records,bytes\n" + string.Join('\n', Enumerable.Range(0, 300).Select(minute =>
            minute % 60 == 0 ? $"{minute},600000,6000000" : $"{minute},6,600")));

        Assert.Matches("On-demand Standard is cheaper \\([0-9.]+ USD\\) and scales by itself: this traffic needs no scaler.", await RunAsync(new PlanSettings { Trace = path }));
    }

    [Fact]
    public async Task A_stream_that_is_not_there_is_one_line()
    {
        Assert.Equal("there is no stream nowhere in us-east-1 in the account of these credentials", await FailsAsync<InputException>(new PlanSettings { Stream = "nowhere", Endpoint = aws.Endpoint }));
    }

    [Fact]
    public async Task A_stream_without_data_is_one_line()
    {
        var stream = await aws.StreamAsync(1);

        Assert.Equal(
            $"stream {stream} in us-east-1 has no IncomingBytes and IncomingRecords in the last 14 days: there is nothing to replay",
            await FailsAsync<FailureException>(new PlanSettings { Stream = stream, Endpoint = aws.Endpoint }));
    }

    [Theory]
    [InlineData("AccessDeniedException", "these credentials do not allow kinesis:DescribeStreamSummary for stream {0} in us-east-1; plan needs kinesis:DescribeStreamSummary and cloudwatch:GetMetricData (AccessDeniedException: Injected fault.)")]
    [InlineData("ExpiredTokenException", "AWS does not take these credentials: are they expired, or for another partition than us-east-1? (ExpiredTokenException: Injected fault.)")]
    [InlineData("InternalFailure", "kinesis:DescribeStreamSummary for stream {0} in us-east-1 was answered with InternalFailure: Injected fault.")]
    public async Task What_AWS_refuses_is_one_line(string code, string message)
    {
        var stream = await aws.StreamAsync(1);
        aws.Faults[stream] = new InjectedFault { Code = code };

        Assert.Equal(string.Format(null, message, stream), await FailsAsync<FailureException>(new PlanSettings { Stream = stream, Endpoint = aws.Endpoint }));
    }

    [Fact]
    public async Task Nobody_at_the_endpoint_is_one_line() => Assert.Equal(
        "kinesis:DescribeStreamSummary for stream clicks in us-east-1 gave no answer: is the endpoint reachable from here?",
        await FailsAsync<FailureException>(new PlanSettings { Stream = "clicks", Endpoint = "http://127.0.0.1:9" }));

    [Theory]
    [InlineData(null, null, null, null, "plan needs one of STREAM, --trace and --all; none is given")]
    [InlineData("clicks", "x.csv", null, null, "plan needs one of STREAM, --trace and --all; 2 are given")]
    [InlineData("my clicks", null, null, null, "STREAM is \"my clicks\"; a stream's name is 1 to 128 of the characters a-z A-Z 0-9 _ . -")]
    [InlineData("clicks", null, 3, null, "--shards is 3; it goes with --trace only, since AWS says how many a stream has")]
    [InlineData(null, "x.csv", 0, null, "--shards is 0; 1 to 10000 is allowed")]
    [InlineData(null, "x.csv", 3, null, "the trace x.csv does not exist")]
    [InlineData("clicks", null, null, "example.com:80", "--endpoint is \"example.com:80\"; an address such as http://127.0.0.1:4567, http://kinesis:4567 or https://vpce-… is allowed (without it, AWS is asked)")]
    public async Task What_cannot_be_used_is_one_line(string? stream, string? trace, int? shards, string? endpoint, string message) =>
        Assert.Equal(message, await FailsAsync<InputException>(new PlanSettings { Stream = stream, Trace = trace, Shards = shards, Endpoint = endpoint }));

    [Theory]
    [InlineData("http://kinesis.invalid:4567", null, "shardwise: kinesis:DescribeStreamSummary for stream clicks in us-east-1 gave no answer: is the endpoint reachable from here?")]
    [InlineData("http://kinesis.invalid:4567", "mine", "warning: kinesis.invalid is another machine and --endpoint has no TLS: data, and a session token of the profile \"mine\", go there unencrypted")]
    [InlineData("https://kinesis.invalid", "mine", "shardwise: kinesis:DescribeStreamSummary for stream clicks in eu-west-1 gave no answer: is the endpoint reachable from here?")]
    [InlineData("https://kinesis.invalid", null, "shardwise: no AWS region is known: give --region, or set AWS_REGION or a region in the profile")]
    public async Task An_endpoint_of_another_machine_gets_the_callers_credentials_only_with_TLS_or_for_a_named_profile_and_a_warning(
        string endpoint, string? profile, string first)
    {
        var (_, _, error) = await BareProcess.RunAsync(_folder, $"plan clicks --endpoint {endpoint}{(profile is null ? "" : $" --profile {profile}")}");

        Assert.Equal(first, error.Split('\n')[0]);
    }

    [Theory]
    [InlineData("--region us-east-1", "shardwise: no AWS credentials were found: give --profile, or set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")]
    [InlineData("", "shardwise: no AWS region is known: give --region, or set AWS_REGION or a region in the profile")]
    [InlineData("--profile nobody", "shardwise: --profile is \"nobody\", which is not in the AWS configuration files")]
    public async Task Without_what_AWS_needs_the_command_ends_in_one_line(string arguments, string message)
    {
        var (exitCode, _, error) = await BareProcess.RunAsync(_folder, $"plan clicks {arguments}");

        Assert.Equal((ExitCode.BadInput, message), (exitCode, error.TrimEnd()));
    }

    private static async Task<string> FailsAsync<T>(PlanSettings settings)
        where T : Exception => (await Assert.ThrowsAsync<T>(() => RunAsync(settings))).Message;

    private static async Task<string> RunAsync(PlanSettings settings, TextWriter? error = null)
    {
        var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(writer) });
        Assert.Equal(ExitCode.Success, await PlanCommand.RunAsync(settings, console, error ?? TextWriter.Null, CancellationToken.None));
        return writer.ToString();
    }
}
