using Shardwise.Consumers;

namespace Shardwise.Benchmarks.Etl;

/// <summary>User code that sees each user record's bytes, and does nothing else with them.</summary>
internal sealed class CountingConsumer() : StreamConsumer(new NoDeadLetters(), new ConsumerOptions { Output = Stream.Null })
{
    public long Seen { get; private set; }

    protected override Task ProcessAsync(StreamRecord record, ConsumerContext context, CancellationToken cancellationToken)
    {
        Seen += record.Data.Length;
        return Task.CompletedTask;
    }

    private sealed class NoDeadLetters : IDeadLetterDestination
    {
        public Task WriteAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("No record of the benchmark is bad.");
    }
}
