using System.Threading.Channels;
using Shardwise.Producer;

namespace Shardwise.Cli.Demo;

/// <summary>
/// Offers a scaled trace's clicks to a producer as simulated time goes on, evenly over each minute, and ends when all were accepted.
/// </summary>
/// <param name="scale">What is offered when.</param>
/// <param name="start">When minute 0 begins, simulated time.</param>
/// <param name="clock">Simulated time.</param>
/// <param name="producer">Takes the clicks. What it has no room for is only a number here: the clicks due and not yet made.</param>
/// <param name="accepted">Told each accepted click's running number and shard, one at a time.</param>
public sealed class ClickReplay(LocalScale scale, DateTimeOffset start, TimeProvider clock, KinesisProducer producer, Action<int, string> accepted)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly ClickGenerator generator = new(start, scale.DueTime);
    private readonly byte[] click = new byte[ClickGenerator.MaxBytes];
    private readonly Channel<(int Number, Task<ProducedRecord> Produced)> sent = Channel.CreateUnbounded<(int, Task<ProducedRecord>)>();

    /// <summary>User records due by now.</summary>
    public int Offered => scale.DueAt(clock.GetUtcNow() - start);

    /// <summary>Offers everything; completes when all was accepted.</summary>
    /// <param name="cancellationToken">Stops at once; what was not accepted by then stays unsent.</param>
    /// <exception cref="FailureException">The stream does not take records at all.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var noted = NoteAsync(cancellationToken);
        // Real time paces the offers: a local shard's limits are enforced by the real second, too.
        using var timer = new PeriodicTimer(Tick);
        var next = 0;
        while (next < scale.Records && !noted.IsCompleted)
        {
            for (var due = Offered; next < due; next++)
            {
                var length = generator.Write(next, click);
                var produced = await producer
                    .BufferAsync(ClickGenerator.UserOf(next), click.AsMemory(0, length), cancellationToken: cancellationToken)
                    .ConfigureAwait(false);
                sent.Writer.TryWrite((next, produced));
            }

            await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
        }

        sent.Writer.Complete();
        _ = producer.FlushAsync(cancellationToken);
        await noted.ConfigureAwait(false);
    }

    private async Task NoteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var (number, produced) in sent.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                accepted(number, (await produced.WaitAsync(cancellationToken).ConfigureAwait(false)).ShardId);
            }
        }
        catch (RecordNotAcceptedException exception)
        {
            throw new FailureException(
                $"the stream {exception.StreamName} takes no records: {exception.LastErrorCode}: {exception.LastErrorMessage}", exception);
        }
    }
}
