using Microsoft.Extensions.Logging;
using Shardwise.Producer.Tests.Fakes;

namespace Shardwise.Producer.Tests;

public sealed class LogTests
{
    private readonly List<string> _lines = [];

    [Fact]
    public async Task What_is_refused_is_warned_of_at_once_and_then_once_a_minute_with_its_number()
    {
        using var kinesis = new FakeKinesis(shards: 1);
        var time = new ShiftedTime();
        int calls = 0;
        kinesis.Refuse = _ => ++calls <= 3 ? Load.Throttled : null;
        await using (var producer = new KinesisProducer(kinesis, "clicks", Load.Quick with { Logger = new Logger(_lines, LogLevel.Warning), TimeProvider = time }))
        {
            await producer.AddAsync("a", Load.Data(1));
            Assert.Matches(
                $"^Warning: Stream clicks refused 1 Kinesis records with {Load.Throttled} within [0-9] s, to be sent again: no$", Assert.Single(_lines));

            time.GoOn(TimeSpan.FromMinutes(2));
            calls = 2;
            await producer.AddAsync("a", Load.Data(2));
        }

        Assert.Equal(2, _lines.Count);
        // Two minutes by the clock set forward, and what the machine took besides.
        Assert.Matches($"^Warning: Stream clicks refused 3 Kinesis records with {Load.Throttled} within 1[2-5][0-9] s", _lines[1]);
    }

    [Fact]
    public async Task User_records_that_are_given_up_are_an_error_once_with_their_number_and_without_their_keys()
    {
        using var kinesis = new FakeKinesis(shards: 1);
        kinesis.Refuse = _ => Load.Throttled;
        var options = Load.Quick with { Logger = new Logger(_lines, LogLevel.Error), RecordTtl = TimeSpan.FromMilliseconds(100) };
        await using (var producer = new KinesisProducer(kinesis, "clicks", options))
        {
            var added = Load.AddAll(producer, 0, 5);
            await Assert.ThrowsAsync<RecordNotAcceptedException>(() => Task.WhenAll(added));
        }

        Assert.Equal(5, _lines.Sum(line => int.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.All(_lines, line => Assert.EndsWith(
            " user records for stream clicks were given up; the tasks that AddAsync returned tell why", line, StringComparison.Ordinal));
    }

    private sealed class Logger(List<string> lines, LogLevel least) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel level) => level >= least;

        public void Log<TState>(LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> format)
        {
            if (!IsEnabled(level))
            {
                return;
            }

            lock (lines)
            {
                lines.Add($"{level}: {format(state, exception)}");
            }
        }
    }
}
