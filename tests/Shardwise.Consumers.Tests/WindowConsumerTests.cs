using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Lambda.KinesisEvents;
using Amazon.Lambda.Serialization.SystemTextJson;
using FsCheck;
using FsCheck.Fluent;
using Shardwise.Consumers.Tests.Fakes;

namespace Shardwise.Consumers.Tests;

public partial class WindowConsumerTests
{
    private static readonly DateTime Start = new(2026, 11, 20, 11, 5, 0, DateTimeKind.Utc);

    private readonly RecordingDeadLetters _deadLetters = new();
    private readonly FakeLambdaContext _lambda = new();
    private readonly List<(TumblingWindow Window, Totals Totals)> _closed = [];

    [Fact]
    public async Task A_windows_records_are_counted_over_invocations_and_the_result_is_written_at_its_end()
    {
        var consumer = new Summing(this);

        var first = await consumer.HandleAsync(Batch(null, 0, Events.Aggregate("1", "2"), Events.Plain("3")), _lambda);
        var second = await consumer.HandleAsync(Batch(first.State, 2, Events.Plain("4")), _lambda);
        Assert.Empty(_closed);
        var last = await consumer.HandleAsync(End(second.State), _lambda);

        Assert.Equal((new TumblingWindow(Events.ShardId, Start, Start.AddMinutes(1), false), new Totals(4, 10)), Assert.Single(_closed));
        Assert.Empty(first.BatchItemFailures);
        Assert.Empty(last.State);
    }

    [Fact]
    public async Task A_window_without_a_record_ends_as_it_began()
    {
        await new Summing(this).HandleAsync(End(null), _lambda);

        Assert.Equal(new Totals(0, 0), Assert.Single(_closed).Totals);
    }

    [Fact]
    public async Task What_cannot_be_counted_is_set_aside()
    {
        var answer = await new Summing(this).HandleAsync(Batch(null, 0, Events.Aggregate("1", "-2", "x", "4")), _lambda);

        Assert.Equal("""{"Count":2,"Sum":5}""", answer.State["state"]);
        Assert.Equal(["Negative.", "The record is not JSON (line 1, byte 1)."], _deadLetters.Letters.Select(letter => letter.Reason));
    }

    [Fact]
    public async Task The_state_leaves_out_what_comes_again()
    {
        _deadLetters.OnWrite = _ => throw new IOException("Down.");

        var answer = await new Summing(this).HandleAsync(Batch(null, 0, Events.Plain("1"), Events.Aggregate("2", "x"), Events.Plain("3")), _lambda);

        Assert.Equal(Events.Sequence(1), Assert.Single(answer.BatchItemFailures).ItemIdentifier);
        Assert.Equal("""{"Count":1,"Sum":1}""", answer.State["state"]);
    }

    [Fact]
    public async Task A_result_that_cannot_be_written_fails_the_invocation()
    {
        var state = (await new Summing(this).HandleAsync(Batch(null, 0, Events.Plain("1")), _lambda)).State;

        await Assert.ThrowsAsync<IOException>(() => new Summing(this) { OnClose = () => throw new IOException("Down.") }.HandleAsync(End(state), _lambda));
        await new Summing(this).HandleAsync(End(state), _lambda);

        Assert.Equal(new Totals(1, 1), Assert.Single(_closed).Totals);
    }

    [Fact]
    public async Task A_window_that_Lambda_ended_early_says_so()
    {
        var end = End(null);
        end.IsWindowTerminatedEarly = true;

        await new Summing(this).HandleAsync(end, _lambda);

        Assert.True(Assert.Single(_closed).Window.IsTerminatedEarly);
    }

    [Fact]
    public async Task A_state_of_another_kind_is_named()
    {
        var error = await Assert.ThrowsAsync<InvalidDataException>(
            () => new Summing(this).HandleAsync(Batch(new() { ["state"] = "[]" }, 0, Events.Plain("1")), _lambda));

        Assert.Equal(
            $"The state of the window of {Events.ShardId} at 2026-11-20T11:05:00.0000000+00:00 is not a Totals; was the function changed meanwhile?", error.Message);
    }

    [Fact]
    public async Task An_event_without_a_window_is_refused()
    {
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => new Summing(this).HandleAsync(new KinesisTimeWindowEvent { Records = [] }, _lambda));

        Assert.Equal("The event has no window; the event-source mapping must have TumblingWindowInSeconds.", error.Message);
    }

    [Fact]
    public async Task The_service_reads_what_the_function_answers()
    {
        var answer = await new Summing(this).HandleAsync(Batch(null, 0, Events.Plain("1")), _lambda);
        using var json = new MemoryStream();

        foreach (var serializer in new[] { new KinesisEventSerializer(new DefaultLambdaJsonSerializer()), new KinesisEventSerializer<TotalsJson>() })
        {
            json.SetLength(0);
            serializer.Serialize(answer, json);

            using var read = JsonDocument.Parse(json.ToArray());
            Assert.Equal(["state", "batchItemFailures"], read.RootElement.EnumerateObject().Select(member => member.Name));
            Assert.Equal("""{"Count":1,"Sum":1}""", read.RootElement.GetProperty("state").GetProperty("state").GetString());
        }

        // The package's own type for it has a converter that throws; a handler that went on with it would fail each invocation.
        Assert.ThrowsAny<Exception>(() => new DefaultLambdaJsonSerializer().Serialize(new KinesisTimeWindowResponse { State = answer.State }, json));
    }

    /// <summary>Kills lose an invocation's answer, as Lambda has it: the next one gets the state before.</summary>
    [Fact]
    public void Each_record_is_counted_once_whatever_is_lost_or_fails() => Prop.ForAll(
        (from records in Gen.NonEmptyListOf(Gen.Choose(1, 5)) from luck in Gen.ListOf(Gen.Choose(0, 9), 60) select (Records: records.ToArray(), Luck: luck.ToArray()))
        .ToArbitrary(),
        scenario =>
        {
            var (place, state, turn) = (0, default(Dictionary<string, string>), 0);
            var deadLetters = new RecordingDeadLetters { OnWrite = _ => FailIf(scenario.Luck[turn % 60] == 1 && turn < 200) };
            while (place < scenario.Records.Length)
            {
                turn++;
                var payloads = scenario.Records[place..].Take(3).Select((subs, at) => Payload(place + at, subs)).ToArray();
                var answer = new Summing(this, deadLetters).HandleAsync(Batch(state, place, payloads), _lambda).GetAwaiter().GetResult();
                if (scenario.Luck[turn % 60] == 0 && turn < 200)
                {
                    continue;
                }

                state = answer.State;
                place = answer.BatchItemFailures is [var failed]
                    ? Enumerable.Range(place, payloads.Length).Single(at => Events.Sequence(at) == failed.ItemIdentifier)
                    : place + payloads.Length;
            }

            _closed.Clear();
            new Summing(this).HandleAsync(End(state), _lambda).GetAwaiter().GetResult();
            var counted = scenario.Records.Select((subs, at) => at % 4 == 3 ? subs - 1 : subs).Sum();
            Assert.Equal(new Totals(counted, counted), Assert.Single(_closed).Totals);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    private static void FailIf(bool fails)
    {
        if (fails)
        {
            throw new IOException("Down.");
        }
    }

    // The last user record of each fourth record is no number.
    private static byte[] Payload(int place, int subs) =>
        Events.Aggregate([.. Enumerable.Range(0, subs).Select(sub => place % 4 == 3 && sub == subs - 1 ? "x" : "1")]);

    private static KinesisTimeWindowEvent Batch(Dictionary<string, string>? state, int first, params byte[][] payloads) => new()
    {
        Records = Events.Of(first, payloads).Records,
        Window = new() { Start = Start, End = Start.AddMinutes(1) },
        State = state,
        ShardId = Events.ShardId,
        EventSourceARN = Events.StreamArn,
        IsFinalInvokeForWindow = false,
        IsWindowTerminatedEarly = false,
    };

    private static KinesisTimeWindowEvent End(Dictionary<string, string>? state)
    {
        var end = Batch(state, 0);
        end.IsFinalInvokeForWindow = true;
        return end;
    }

    public sealed record Totals(int Count, int Sum);

    [JsonSerializable(typeof(WindowResponse))]
    [JsonSerializable(typeof(Totals))]
    [JsonSerializable(typeof(int))]
    internal sealed partial class TotalsJson : JsonSerializerContext;

    private sealed class Summing(WindowConsumerTests test, IDeadLetterDestination? deadLetters = null)
        : WindowConsumer<int, Totals>(TotalsJson.Default.Int32, TotalsJson.Default.Totals, deadLetters ?? test._deadLetters, ScriptedConsumer.Quick)
    {
        public Action OnClose { get; init; } = () => { };

        protected override Totals Begin(TumblingWindow window) => new(0, 0);

        protected override void Check(int value)
        {
            if (value < 0)
            {
                throw new RejectedRecordException("Negative.");
            }
        }

        protected override Totals Add(Totals state, SinkItem<int> item) => new(state.Count + 1, state.Sum + item.Value);

        protected override Task CloseAsync(Totals state, TumblingWindow window, CancellationToken cancellationToken)
        {
            OnClose();
            test._closed.Add((window, state));
            return Task.CompletedTask;
        }
    }
}
