using System.Collections.Concurrent;
using System.Text;
using Shardwise.Consumers.Tests.Fakes;
using Shardwise.Kpl;

namespace Shardwise.Consumers.Tests;

public class ParallelismTests
{
    [Fact]
    public async Task Keys_are_processed_side_by_side_up_to_the_bound_and_each_key_in_order()
    {
        var consumer = new Meeting(parallelism: 3);

        var answer = await consumer.HandleAsync(Events.Of(Aggregate(("a", "1"), ("b", "1"), ("a", "2"), ("c", "1"), ("d", "1"), ("b", "2"))), new FakeLambdaContext());

        Assert.Empty(answer.BatchItemFailures);
        Assert.Equal(3, consumer.MostAtOnce);
        Assert.Equal(["1", "2"], consumer.Done.Where(done => done.Key == "a").Select(done => done.Text));
        Assert.Equal(["1", "2"], consumer.Done.Where(done => done.Key == "b").Select(done => done.Text));
        Assert.Equal(6, consumer.Done.Count);
    }

    private static byte[] Aggregate(params (string Key, string Text)[] records)
    {
        var builder = new AggregatedRecordBuilder();
        foreach (var (key, text) in records)
        {
            Assert.True(builder.TryAdd(key, Encoding.UTF8.GetBytes(text)));
        }

        return builder.Build().Data;
    }

    /// <summary>The first records wait for each other, which they can only at once.</summary>
    private sealed class Meeting(int parallelism)
        : StreamConsumer(new RecordingDeadLetters(), ScriptedConsumer.Quick with { MaxParallelism = parallelism })
    {
        private readonly TaskCompletionSource _met = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _now;

        public int MostAtOnce { get; private set; }

        public ConcurrentQueue<(string Key, string Text)> Done { get; } = [];

        protected override async Task ProcessAsync(StreamRecord record, ConsumerContext context, CancellationToken cancellationToken)
        {
            lock (_met)
            {
                MostAtOnce = Math.Max(MostAtOnce, ++_now);
                if (_now == parallelism)
                {
                    _met.TrySetResult();
                }
            }

            await _met.Task;
            Done.Enqueue((record.PartitionKey!, Encoding.UTF8.GetString(record.Data.Span)));
            lock (_met)
            {
                _now--;
            }
        }
    }
}
