namespace Shardwise.Cli.Demo;

/// <summary>Offers a scaled trace's clicks to a sender as simulated time goes on, evenly over each minute, and ends when all were accepted.</summary>
/// <param name="scale">What is offered when.</param>
/// <param name="start">When minute 0 begins, simulated time.</param>
/// <param name="clock">Simulated time.</param>
/// <param name="sender">Takes the clicks. What it has no room for is only a number here: the clicks due and not yet made.</param>
public sealed class ClickReplay(LocalScale scale, DateTimeOffset start, TimeProvider clock, IClickSender sender)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly ClickGenerator generator = new(start, scale.DueTime);
    private int next;

    /// <summary>User records due by now.</summary>
    public int Offered => scale.DueAt(clock.GetUtcNow() - start);

    /// <summary>Offers everything; completes when all was accepted.</summary>
    /// <param name="cancellationToken">Stops at once; what was not accepted by then stays unsent.</param>
    /// <exception cref="FailureException">The stream does not take records at all.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Real time paces the sending: a local shard's limits are enforced by the real second, too.
        using var timer = new PeriodicTimer(Tick);
        while (true)
        {
            Offer();
            var allTaken = next == scale.Records;
            await sender.SendAsync(flush: allTaken, cancellationToken).ConfigureAwait(false);
            if (allTaken && sender.IsEmpty)
            {
                return;
            }

            await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void Offer()
    {
        Span<byte> buffer = stackalloc byte[ClickGenerator.MaxBytes];
        for (var due = Offered; next < due; next++)
        {
            var length = generator.Write(next, buffer);
            if (!sender.TryAdd(next, ClickGenerator.UserOf(next), buffer[..length]))
            {
                return;
            }
        }
    }
}
