namespace Shardwise.Consumers;

/// <summary>
/// Remembers, between a batch that stopped inside an aggregate and its redelivery, which user records are done, so that they are skipped, and which
/// outlasted their delivery, so that they are set aside in the end.
/// For consumers that make a record safe in <see cref="StreamConsumer.ProcessAsync"/>, not for those that take it in until the flush.
/// </summary>
/// <remarks>What a store forgets or fails to tell is processed again: a store makes duplicates rarer, and loses nothing.</remarks>
public interface IProgressStore
{
    /// <summary>Tells what is done of these Kinesis records.</summary>
    /// <param name="batch">The records of one batch, in stream order.</param>
    /// <param name="cancellationToken">Cancelled when the invocation's time runs short.</param>
    /// <returns>Those of which something is remembered; nearly always none.</returns>
    Task<IReadOnlyList<RecordProgress>> ReadAsync(IReadOnlyList<RecordPosition> batch, CancellationToken cancellationToken);

    /// <summary>
    /// Remembers these records' progress, in place of what was remembered of them; forgets those of which <see cref="RecordProgress.IsNothing"/>.
    /// </summary>
    /// <param name="progress">Kinesis records of one batch.</param>
    /// <param name="cancellationToken">Cancelled when the invocation is about to run out of time.</param>
    Task WriteAsync(IReadOnlyList<RecordProgress> progress, CancellationToken cancellationToken);
}
