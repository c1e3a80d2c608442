namespace Shardwise.Consumers;

/// <summary>Where a <see cref="SinkConsumer{TIn, TOut}"/> writes a batch to.</summary>
/// <typeparam name="T">What is written.</typeparam>
public interface ISink<T>
{
    /// <summary>
    /// Says of one item that the sink can never take it, before it becomes part of a batch; it then goes to the dead letters, and holds up no other.
    /// By default every item can be taken.
    /// </summary>
    /// <param name="value">
    /// What is to be written. Several threads may ask at once where <see cref="ConsumerOptions.MaxParallelism"/> is more than 1.
    /// </param>
    /// <exception cref="RejectedRecordException">It is too large, or otherwise never taken.</exception>
    /// <exception cref="Exception">Any other counts as a failure to process the record.</exception>
    void Check(T value)
    {
    }

    /// <summary>Writes these items, and returns only when all of them are safe.</summary>
    /// <param name="items">
    /// The items of one batch, in stream order. Any may come again in a later invocation, then with all that followed it: what was written should
    /// then be replaced, or left as it is, and not be there twice.
    /// </param>
    /// <param name="cancellationToken">Cancelled when the invocation is about to run out of time.</param>
    /// <exception cref="RejectedItemsException">
    /// Some can never be written, and all others are safe: those are set aside, and the batch goes on.
    /// </exception>
    /// <exception cref="Exception">Any other, when not all are written: the whole batch is delivered again.</exception>
    Task WriteAsync(IReadOnlyList<SinkItem<T>> items, CancellationToken cancellationToken);
}
