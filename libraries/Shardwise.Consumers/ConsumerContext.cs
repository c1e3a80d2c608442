using Amazon.Lambda.Core;

namespace Shardwise.Consumers;

/// <summary>One batch as it goes through a <see cref="StreamConsumer"/>. Lambda makes each batch of one shard's records.</summary>
public sealed class ConsumerContext
{
    internal ConsumerContext(ILambdaContext lambda, RecordPosition first)
    {
        Lambda = lambda;
        First = first;
    }

    /// <summary>The invocation.</summary>
    public ILambdaContext Lambda { get; }

    /// <summary>The batch's first Kinesis record.</summary>
    public RecordPosition First { get; }

    /// <summary>
    /// The Kinesis record that the batch stopped at, which Lambda delivers again with all after it; <see langword="null"/> when none.
    /// </summary>
    public RecordPosition? StoppedAt { get; private set; }

    /// <summary>
    /// Whether Lambda delivers this record again. A sink that flushes leaves out what it holds of such records, or writes it twice.
    /// </summary>
    public bool ComesAgain(RecordPosition position)
    {
        ArgumentNullException.ThrowIfNull(position);
        return StoppedAt is not null && position.IndexInBatch >= StoppedAt.IndexInBatch;
    }

    internal void StopAt(RecordPosition position)
    {
        if (!ComesAgain(position))
        {
            StoppedAt = position;
        }
    }
}
