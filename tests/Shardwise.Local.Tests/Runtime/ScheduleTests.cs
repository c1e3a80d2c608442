using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Shardwise.Local.Schedules;

namespace Shardwise.Local.Tests.Runtime;

public sealed class ScheduleTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 30, TimeSpan.Zero);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("rate(1 minute)", "2026-11-20 12:01")]
    [InlineData("rate(5 minutes)", "2026-11-20 12:05")]
    [InlineData("rate(1 day)", "2026-11-21 00:00")]
    [InlineData("cron(0/15 * * * ? *)", "2026-11-20 12:15")]
    [InlineData("cron(30 6 ? * MON-FRI *)", "2026-11-23 06:30")]
    [InlineData("cron(0 9 1,15 JAN ? 2027)", "2027-01-01 09:00")]
    public void The_next_tick_is_on_a_whole_minute_after_now(string expression, string expected)
    {
        Assert.True(ScheduleExpression.TryParse(expression, out var schedule, out _));

        Assert.Equal(expected, schedule!.Next(Noon)?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_cron_that_never_comes_has_no_next_tick()
    {
        Assert.True(ScheduleExpression.TryParse("cron(0 0 30 2 ? *)", out var schedule, out _));

        Assert.Null(schedule!.Next(Noon));
    }

    [Fact]
    public void An_input_transformer_fills_values_outside_quotes_and_text_inside()
    {
        var input = Input("""
            {"InputTransformer":{"InputPathsMap":{"t":"$.time","r":"$.resources[0]","none":"$.nothing"},
             "InputTemplate":"{\"time\":<t>,\"text\":\"at <t> by <r>\",\"none\":<none>,\"rule\":\"<aws.events.rule-name>\",\"other\":\"a < b > c\"}"}}
            """);

        string filled = input.Apply(ScheduledEvent.Create(Guid.Empty, Noon, "us-east-1", "000000000000", "arn:rule"), "every-minute", "arn:rule");

        Assert.Equal(
            """{"time":"2026-11-20T12:00:30Z","text":"at 2026-11-20T12:00:30Z by arn:rule","none":null,"rule":"every-minute","other":"a < b > c"}""",
            filled);
    }

    [Fact]
    public void A_target_without_input_gets_the_whole_event_and_one_with_a_path_its_part()
    {
        var scheduled = ScheduledEvent.Create(Guid.Empty, Noon, "us-east-1", "000000000000", "arn:rule");

        Assert.Equal(
            """{"version":"0","id":"00000000-0000-0000-0000-000000000000","detail-type":"Scheduled Event","source":"aws.events","account":"000000000000","time":"2026-11-20T12:00:30Z","region":"us-east-1","resources":["arn:rule"],"detail":{}}""",
            Input("{}").Apply(scheduled, "rule", "arn:rule"));
        Assert.Equal("\"2026-11-20T12:00:30Z\"", Input("""{"InputPath":"$.time"}""").Apply(scheduled, "rule", "arn:rule"));
        Assert.Equal("""{"a":1}""", Input("""{"Input":"{\"a\":1}"}""").Apply(scheduled, "rule", "arn:rule"));
    }

    [Fact]
    public void An_input_template_that_gives_no_JSON_is_refused()
    {
        var exception = Assert.Throws<LocalPipelineException>(() => Input("""{"InputTransformer":{"InputPathsMap":{},"InputTemplate":"{\"a\":<b>}"}}"""));

        Assert.Equal("Targets gives the function an input that is not JSON: {\"a\":<b>}", exception.Message);
    }

    [Fact]
    public async Task Every_tick_invokes_the_function_with_its_own_minute()
    {
        var run = new Run();
        await using var schedule = await run.StartAsync(rate: "rate(1 minute)");

        await run.AdvanceAsync(TimeSpan.FromMinutes(3));

        Assert.Equal(["2026-11-20T12:01:00Z", "2026-11-20T12:02:00Z", "2026-11-20T12:03:00Z"], [await run.NextAsync(), await run.NextAsync(), await run.NextAsync()]);
    }

    [Fact]
    public async Task A_failed_tick_is_tried_again_after_a_minute_and_two_more_and_then_dropped_with_a_word()
    {
        var run = new Run { Answer = _ => Task.FromResult(false) };
        await using var schedule = await run.StartAsync(rate: "rate(1 day)");
        await run.AdvanceAsync(TimeSpan.FromHours(12));
        string tick = await run.NextAsync();
        await run.AdvanceWhenWaitingAsync(TimeSpan.FromMinutes(1));
        string second = await run.NextAsync();
        await run.AdvanceWhenWaitingAsync(TimeSpan.FromMinutes(2));
        string third = await run.NextAsync();

        Assert.Equal((tick, tick), (second, third));
        Assert.Equal("Rule: the tick of 2026-11-21 00:00:00Z failed 3 times and is dropped", await run.WordAsync());
    }

    [Fact]
    public async Task Ticks_wait_for_a_busy_function_one_behind_the_other_and_the_too_old_are_dropped_with_a_word()
    {
        var busy = new TaskCompletionSource<bool>();
        var run = new Run { Answer = _ => busy.Task };
        await using var schedule = await run.StartAsync(rate: "rate(1 minute)", maximumAge: TimeSpan.FromMinutes(2));
        await run.AdvanceAsync(TimeSpan.FromMinutes(5));
        Assert.Equal("2026-11-20T12:01:00Z", await run.NextAsync());
        Assert.Equal(0, run.Invoked);

        run.Answer = _ => Task.FromResult(true);
        busy.SetResult(true);

        Assert.Equal("Rule: the tick of 2026-11-20 12:02:00Z is 210 s old, more than 120 s, and is dropped", await run.WordAsync());
        Assert.Equal("Rule: the tick of 2026-11-20 12:03:00Z is 150 s old, more than 120 s, and is dropped", await run.WordAsync());
        Assert.Equal(["2026-11-20T12:04:00Z", "2026-11-20T12:05:00Z"], [await run.NextAsync(), await run.NextAsync()]);
    }

    private static TargetInput Input(string target) => TargetInput.Read(JsonNode.Parse(target)!.AsObject(), problem => new LocalPipelineException("Targets " + problem));

    private sealed class Run
    {
        private readonly Channel<string> _ticks = Channel.CreateUnbounded<string>();
        private readonly Channel<string> _words = Channel.CreateUnbounded<string>();

        public ManualClock Clock { get; } = new(Noon);

        public Func<string, Task<bool>> Answer { get; set; } = _ => Task.FromResult(true);

        public int Invoked => _ticks.Reader.Count;

        public async Task<Schedule> StartAsync(string rate, TimeSpan? maximumAge = null)
        {
            Assert.True(ScheduleExpression.TryParse(rate, out var expression, out _));
            var schedule = new Schedule(
                new ScheduleDefinition
                {
                    LogicalId = "Rule",
                    RuleName = "rule",
                    RuleArn = "arn:rule",
                    FunctionName = "scaler",
                    Expression = expression!,
                    Input = Input("""{"InputPath":"$.time"}"""),
                    MaximumAge = maximumAge ?? TimeSpan.FromHours(6),
                },
                TestAssembly.Account,
                InvokeAsync,
                Clock,
                word => _words.Writer.TryWrite(word));
            await Task.Run(schedule.Start);
            return schedule;
        }

        public async Task<string> NextAsync() => await _ticks.Reader.ReadAsync().AsTask().WaitAsync(Patience);

        public async Task<string> WordAsync() => await _words.Reader.ReadAsync().AsTask().WaitAsync(Patience);

        // Where there is no context of xunit's, the schedule goes on within Advance, at the minute that it waited for.
        public Task AdvanceAsync(TimeSpan by) => Task.Run(() => Clock.Advance(by));

        /// <summary>Moves the clock when the retry's timer is there too, beside that of the next tick.</summary>
        public async Task AdvanceWhenWaitingAsync(TimeSpan by)
        {
            while (Clock.Waiting < 2)
            {
                await Task.Yield();
            }

            await AdvanceAsync(by);
        }

        private Task<bool> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
        {
            string tick = JsonNode.Parse(Encoding.UTF8.GetString(payload.Span))!.GetValue<string>();
            var answer = Answer(tick).WaitAsync(cancellationToken);
            _ticks.Writer.TryWrite(tick);
            return answer;
        }
    }
}
