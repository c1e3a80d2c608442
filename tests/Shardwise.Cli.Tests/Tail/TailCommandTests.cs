using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Shardwise.Cli.Tail;
using Shardwise.Cli.Tests.Planning;
using Shardwise.Kpl;
using Shardwise.Local;

namespace Shardwise.Cli.Tests.Tail;

public sealed class TailCommandTests(LocalAws aws) : IClassFixture<LocalAws>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task User_records_come_out_of_their_aggregates_a_line_of_JSON_each()
    {
        var stream = await aws.StreamAsync(1);
        using var kinesis = aws.Kinesis();
        await PutAsync(kinesis, stream, Aggregate(("u1", """{"n": 1}""", "7"), ("u2", "no JSON", null)));
        await PutAsync(kinesis, stream, Encoding.UTF8.GetBytes("""{"n":"ü"}"""));
        await PutAsync(kinesis, stream, [0, 255]);

        var lines = await LinesAsync(new TailSettings { Stream = stream, From = "start", Count = 4, Endpoint = aws.Endpoint });

        Assert.Equal(["u1", "u2", "outer", "outer"], lines.Select(line => line.GetProperty("key").GetString()));
        Assert.Equal([0, 1, 0, 0], lines.Select(line => line.GetProperty("sub").GetInt32()));
        Assert.Equal("""{"n": 1}""", lines[0].GetProperty("data").GetRawText());
        Assert.Equal("7", lines[0].GetProperty("explicitHashKey").GetString());
        Assert.Equal("no JSON", lines[1].GetProperty("text").GetString());
        Assert.Equal("ü", lines[2].GetProperty("data").GetProperty("n").GetString());
        Assert.Equal("AP8=", lines[3].GetProperty("base64").GetString());
        Assert.Equal("shardId-000000000000", lines[0].GetProperty("shard").GetString());
        Assert.Equal(lines[0].GetProperty("sequence").GetString(), lines[1].GetProperty("sequence").GetString());
        Assert.InRange(lines[0].GetProperty("arrival").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
    }

    [Fact]
    public async Task From_the_tip_what_was_there_before_is_not_shown()
    {
        var stream = await aws.StreamAsync(2);
        using var kinesis = aws.Kinesis();
        await PutAsync(kinesis, stream, "\"before\""u8.ToArray());
        await using var tail = new Tailing(new TailSettings { Stream = stream, Endpoint = aws.Endpoint });
        Assert.Equal($"{stream}: 2 shards, from the tip; Ctrl-C ends", await tail.Errors.NextAsync());

        await PutAsync(kinesis, stream, "\"after\""u8.ToArray());

        Assert.Equal("after", Data(await tail.Lines.NextAsync()));
    }

    [Fact]
    public async Task From_a_time_only_what_came_since_is_shown()
    {
        var stream = await aws.StreamAsync(1);
        using var kinesis = aws.Kinesis();
        await PutAsync(kinesis, stream, "\"before\""u8.ToArray());
        var before = (await LinesAsync(new TailSettings { Stream = stream, From = "start", Count = 1, Endpoint = aws.Endpoint }))[0].GetProperty("arrival").GetDateTimeOffset();
        await WaitUntilAsync(before.AddMilliseconds(5));
        await PutAsync(kinesis, stream, "\"since\""u8.ToArray());

        var from = before.AddMilliseconds(3).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        var lines = await LinesAsync(new TailSettings { Stream = stream, From = from, Count = 1, Endpoint = aws.Endpoint });

        Assert.Equal("since", Data(lines[0]));
    }

    [Fact]
    public async Task Filters_are_by_partition_key_and_by_JSON_path()
    {
        var stream = await aws.StreamAsync(1);
        using var kinesis = aws.Kinesis();
        await PutAsync(kinesis, stream, Aggregate(
            ("u1", """{"page":"/a","items":[{"price":5}]}""", null), ("u2", """{"page":"/b","items":[{"price":50}]}""", null), ("u1", """{"page":"/b"}""", null),
            ("u3", "no JSON", null), ("u2", """{"at":"2026-11-20T11:05:00Z","n":1.10}""", null)));
        var all = new TailSettings { Stream = stream, From = "start", Endpoint = aws.Endpoint };

        Assert.Equal([0, 2], await SubsAsync(all with { Keys = ["u1"] }, 2));
        Assert.Equal([0, 2, 3], await SubsAsync(all with { Keys = ["u1", "u3"] }, 3));
        Assert.Equal([1, 2], await SubsAsync(all with { Path = "$.page", EqualTo = "/b" }, 2));
        Assert.Equal([1], await SubsAsync(all with { Path = "$.items[?(@.price > 10)]" }, 1));
        Assert.Equal([0, 1, 2], await SubsAsync(all with { Path = "page" }, 3));
        Assert.Equal([2], await SubsAsync(all with { Keys = ["u1"], Path = "$.page", EqualTo = "/b" }, 1));
        Assert.Equal([4], await SubsAsync(all with { Path = "$.at", EqualTo = "2026-11-20T11:05:00Z" }, 1));
        Assert.Equal([4], await SubsAsync(all with { Path = "$.n", EqualTo = "1.10" }, 1));
    }

    [Theory]
    [InlineData("start")]
    [InlineData("1m")]
    public async Task Shards_that_are_closed_by_now_are_read_before_their_children(string from)
    {
        var stream = await aws.StreamAsync(1);
        using var kinesis = aws.Kinesis();
        await PutAsync(kinesis, stream, "0"u8.ToArray());
        foreach (var (count, number) in new[] { (2, "1"), (1, "2") })
        {
            await ReshardAsync(kinesis, stream, count);
            await PutAsync(kinesis, stream, Encoding.UTF8.GetBytes(number));
        }

        var lines = await LinesAsync(new TailSettings { Stream = stream, From = from, Count = 3, Endpoint = aws.Endpoint });

        Assert.Equal([0, 1, 2], lines.Select(line => line.GetProperty("data").GetInt32()));

        // From a time within the first shard's life, of which nothing is left to read.
        var between = lines[0].GetProperty("arrival").GetDateTimeOffset().AddMilliseconds(3).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        var later = await LinesAsync(new TailSettings { Stream = stream, From = between, Count = 2, Endpoint = aws.Endpoint });
        Assert.Equal([1, 2], later.Select(line => line.GetProperty("data").GetInt32()));
    }

    [Fact]
    public async Task A_reshard_is_followed_and_a_key_stays_in_order()
    {
        var stream = await aws.StreamAsync(1);
        using var kinesis = aws.Kinesis();
        await using var tail = new Tailing(new TailSettings { Stream = stream, Endpoint = aws.Endpoint });
        await tail.Errors.NextAsync();

        await PutAsync(kinesis, stream, "0"u8.ToArray());
        foreach (var (count, number) in new[] { (2, "1"), (1, "2"), (2, "3") })
        {
            await ReshardAsync(kinesis, stream, count);
            await PutAsync(kinesis, stream, Encoding.UTF8.GetBytes(number));
        }

        for (var number = 0; number < 4; number++)
            Assert.Equal(number, (await tail.Lines.NextAsync()).GetProperty("data").GetInt32());
    }

    [Fact]
    public async Task Faults_that_pass_are_waited_out()
    {
        var stream = await aws.StreamAsync(1);
        using var kinesis = aws.Kinesis();
        await PutAsync(kinesis, stream, "1"u8.ToArray());
        var wait = new Waits(5, () => aws.Faults.TryRemove(stream, out _));
        aws.Faults[stream] = new InjectedFault { Code = "ProvisionedThroughputExceededException" };

        var lines = await LinesAsync(new TailSettings { Stream = stream, From = "start", Count = 1, Endpoint = aws.Endpoint, TimeProvider = wait });

        Assert.Single(lines);
        Assert.Equal(5, wait.Count);
    }

    [Theory]
    [InlineData("ProvisionedThroughputExceededException", 7, "reading for stream {0} in us-east-1 was answered with ProvisionedThroughputExceededException: Injected fault.")]
    [InlineData("AccessDeniedException", 0, "these credentials do not allow reading for stream {0} in us-east-1; tail needs kinesis:ListShards, kinesis:GetShardIterator and kinesis:GetRecords (AccessDeniedException: Injected fault.)")]
    public async Task Faults_that_stay_end_it_in_one_line(string code, int waits, string message)
    {
        var stream = await aws.StreamAsync(1);
        aws.Faults[stream] = new InjectedFault { Code = code };
        var wait = new Waits(int.MaxValue, () => { });

        var failure = await Assert.ThrowsAsync<FailureException>(() => LinesAsync(new TailSettings { Stream = stream, Endpoint = aws.Endpoint, TimeProvider = wait }));

        Assert.Equal(string.Format(CultureInfo.InvariantCulture, message, stream), failure.Message);
        Assert.Equal(waits, wait.Count);
    }

    [Fact]
    public async Task A_stream_that_is_not_there_is_one_line()
    {
        var failure = await Assert.ThrowsAsync<InputException>(() => LinesAsync(new TailSettings { Stream = "nowhere", Endpoint = aws.Endpoint }));

        Assert.Equal("there is no stream nowhere in us-east-1 in the account of these credentials", failure.Message);
    }

    [Fact]
    public async Task Ctrl_C_ends_it_with_the_counts()
    {
        var stream = await aws.StreamAsync(1);
        using var kinesis = aws.Kinesis();
        await PutAsync(kinesis, stream, Aggregate(("u1", "1", null), ("u2", "2", null)));
        await using var tail = new Tailing(new TailSettings { Stream = stream, From = "start", Keys = ["u2"], Endpoint = aws.Endpoint });
        await tail.Errors.NextAsync();
        await tail.Lines.NextAsync();

        Assert.Equal(ExitCode.Interrupted, await tail.StopAsync());

        Assert.Equal("1 of 2 user records shown", await tail.Errors.NextAsync());
    }

    [Theory]
    [InlineData("--from yesterday", "--from is \"yesterday\"; allowed is tip, start, a time such as 2026-11-20T11:05:00Z, or how long ago, such as 30s, 15m, 2h or 1d")]
    [InlineData("--from 2999-01-01T00:00:00Z", "--from is \"2999-01-01T00:00:00Z\"; a time that is past is allowed")]
    [InlineData("--count 0", "--count is 0; 1 or more is allowed")]
    [InlineData("--equals x", "--equals is \"x\"; it goes with --path only")]
    [InlineData("--path $.[", "--path is \"$.[\"; a JSON path such as $.user.id or $.items[?(@.price > 10)] is allowed")]
    public async Task What_cannot_be_used_is_one_line(string arguments, string message)
    {
        using var error = new StringWriter();

        Assert.Equal(ExitCode.BadInput, await CommandLine.RunAsync(["tail", "clicks", .. arguments.Split(' ', 2)], error, CancellationToken.None));
        Assert.Equal($"shardwise: {message}{Environment.NewLine}", error.ToString());
    }

    private static string? Data(JsonElement line) => line.GetProperty("data").GetString();

    private static Task PutAsync(IAmazonKinesis kinesis, string stream, byte[] data) =>
        kinesis.PutRecordAsync(new PutRecordRequest { StreamName = stream, PartitionKey = "outer", Data = new MemoryStream(data) });

    private static byte[] Aggregate(params (string Key, string Text, string? HashKey)[] records)
    {
        var builder = new AggregatedRecordBuilder();
        foreach (var (key, text, hashKey) in records)
            Assert.True(builder.TryAdd(key, Encoding.UTF8.GetBytes(text), hashKey));
        return builder.Build().Data;
    }

    private static async Task ReshardAsync(IAmazonKinesis kinesis, string stream, int count)
    {
        await kinesis.UpdateShardCountAsync(new UpdateShardCountRequest { StreamName = stream, TargetShardCount = count, ScalingType = ScalingType.UNIFORM_SCALING });
        using var patience = new CancellationTokenSource(Patience);
        while ((await kinesis.DescribeStreamSummaryAsync(new DescribeStreamSummaryRequest { StreamName = stream }, patience.Token)).StreamDescriptionSummary.StreamStatus != StreamStatus.ACTIVE)
            await Task.Delay(50, patience.Token);
    }

    private static async Task WaitUntilAsync(DateTimeOffset time)
    {
        while (DateTimeOffset.UtcNow < time)
            await Task.Delay(1);
    }

    private static async Task<List<int>> SubsAsync(TailSettings settings, int count) =>
        [.. (await LinesAsync(settings with { Count = count })).Select(line => line.GetProperty("sub").GetInt32())];

    /// <summary>The lines of a tail that ends by itself.</summary>
    private static async Task<List<JsonElement>> LinesAsync(TailSettings settings)
    {
        using var output = new StringWriter();
        using var patience = new CancellationTokenSource(Patience);
        Assert.Equal(ExitCode.Success, await TailCommand.RunAsync(settings, output, TextWriter.Null, patience.Token));
        return [.. output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    /// <summary>A tail that runs until it is stopped.</summary>
    private sealed class Tailing : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new(Patience);
        private readonly Task<int> _run;

        public Tailing(TailSettings settings) => _run = Task.Run(() => TailCommand.RunAsync(settings, Lines, Errors, _stop.Token));

        public JsonLines Lines { get; } = new();

        public TextLines Errors { get; } = new();

        public async Task<int> StopAsync()
        {
            await _stop.CancelAsync();
            return await _run;
        }

        public async ValueTask DisposeAsync()
        {
            await StopAsync();
            _stop.Dispose();
        }
    }

    private class TextLines : TextWriter
    {
        private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

        public override Encoding Encoding => Encoding.UTF8;

        public override void WriteLine(string? value) => _lines.Writer.TryWrite(value!);

        public override Task WriteLineAsync(string? value)
        {
            WriteLine(value);
            return Task.CompletedTask;
        }

        public async Task<string> NextAsync() => await _lines.Reader.ReadAsync().AsTask().WaitAsync(Patience);
    }

    private sealed class JsonLines : TextLines
    {
        public new async Task<JsonElement> NextAsync() => JsonDocument.Parse(await base.NextAsync()).RootElement;
    }

    /// <summary>A clock whose waits are over at once; after some of them something happens.</summary>
    private sealed class Waits(int most, Action then) : TimeProvider
    {
        public int Count { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime != Timeout.InfiniteTimeSpan && ++Count == most)
                then();
            return base.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
        }
    }
}
