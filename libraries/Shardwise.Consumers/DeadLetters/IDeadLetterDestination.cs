namespace Shardwise.Consumers;

/// <summary>Where a <see cref="StreamConsumer"/> puts what can be neither processed nor decoded.</summary>
public interface IDeadLetterDestination
{
    /// <summary>Writes these letters, and returns only when all of them are safe.</summary>
    /// <param name="letters">
    /// Letters of one shard in stream order. A letter may come again in a later invocation, and should then replace the former one.
    /// </param>
    /// <param name="cancellationToken">Cancelled when the invocation is about to run out of time.</param>
    /// <exception cref="Exception">
    /// Any, when not all are written: the batch is delivered again from the first of these letters' records.
    /// </exception>
    Task WriteAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken);
}
