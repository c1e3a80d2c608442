using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Shardwise.Consumers.Tests.Fakes;
using Shardwise.Producer;

namespace Shardwise.Consumers.Tests.Sinks;

/// <summary>Whatever goes wrong with calls, every item is there in the end, and twice only where a call was left without its answer or a batch came again.</summary>
public class SinkDeliveryPropertyTests
{
    private static readonly Arbitrary<Scenario> Scenarios = (
        from sizes in Gen.NonEmptyListOf(Gen.Frequency((6, Gen.Choose(1, 40)), (1, Gen.Choose(400, 700))))
        from batch in Gen.Choose(1, 6)
        from faults in Gen.ListOf(Gen.Elements(Enum.GetValues<CallFault>()), 8)
        select new Scenario([.. sizes.Take(10)], batch, [.. faults])).ToArbitrary();

    [Fact]
    public void What_Firehose_refuses_or_leaves_unanswered_is_written_all_the_same() => Check(async scenario =>
    {
        var firehose = new FakeFirehose { Faults = new(scenario.Faults) };
        var again = await DeliverAsync(scenario, new FirehoseSink<Order>(firehose.Client(), "orders", OrderJson.Default.Order, new PromptTime()));
        return (again, firehose.Taken);
    });

    [Fact]
    public void What_another_stream_refuses_or_leaves_unanswered_is_written_all_the_same() => Check(async scenario =>
    {
        var kinesis = new FakeKinesis { Faults = new(scenario.Faults) };
        var options = new ProducerOptions
        {
            RecordMaxBufferedTime = TimeSpan.Zero, RetryDelay = TimeSpan.FromMilliseconds(1), MaxRetryDelay = TimeSpan.FromMilliseconds(1), RateLimit = 1_000_000,
        };
        await using var producer = new KinesisProducer(kinesis.Client(), "enriched", options);
        var again = await DeliverAsync(scenario, new KinesisSink<Order>(producer, OrderJson.Default.Order, order => $"{order.Id}"));
        return (again, kinesis.UserRecords.Select(record => record.Data));
    });

    private static void Check(Func<Scenario, Task<(bool Again, IEnumerable<byte[]> Taken)>> run) => Prop.ForAll(
        Scenarios,
        scenario =>
        {
            var (again, taken) = run(scenario).GetAwaiter().GetResult();
            var ids = taken.Select(line => JsonSerializer.Deserialize(line, OrderJson.Default.Order)!.Id).Order().ToList();
            Assert.Equal(Enumerable.Range(0, scenario.Sizes.Sum()), ids.Distinct());
            if (!again && !scenario.Faults.Contains(CallFault.TakenAndLost))
            {
                Assert.Equal(scenario.Sizes.Sum(), ids.Count);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    /// <summary>Delivers as Lambda does, from where the answer says.</summary>
    /// <returns>Whether anything was delivered again.</returns>
    private static async Task<bool> DeliverAsync(Scenario scenario, ISink<Order> sink)
    {
        var consumer = new SinkConsumer<Order>(OrderJson.Default.Order, sink, new RecordingDeadLetters(), ScriptedConsumer.Quick);
        var again = false;
        for (var (place, invocation) = (0, 0); place < scenario.Sizes.Length; invocation++)
        {
            Assert.True(invocation < 100, "The shard does not get on.");
            var size = Math.Min(scenario.Batch, scenario.Sizes.Length - place);
            var answer = await consumer.HandleAsync(Events.Of(place, scenario.Payloads(place, size)), new FakeLambdaContext());
            again |= answer.BatchItemFailures.Count > 0;
            place = answer.BatchItemFailures is [var failure]
                ? Enumerable.Range(place, size).Single(at => Events.Sequence(at) == failure.ItemIdentifier)
                : place + size;
        }

        return again;
    }

    public sealed record Scenario(int[] Sizes, int Batch, CallFault[] Faults)
    {
        public IEnumerable<byte[]> Payloads(int place, int size) => Enumerable.Range(place, size).Select(Payload);

        private byte[] Payload(int place)
        {
            var first = Sizes.Take(place).Sum();
            return Events.Aggregate([.. Enumerable.Range(first, Sizes[place]).Select(id => $"{{\"Id\":{id}}}")]);
        }
    }
}
