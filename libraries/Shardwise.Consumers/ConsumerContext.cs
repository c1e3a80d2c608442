using Amazon.Lambda.Core;

namespace Shardwise.Consumers;

/// <summary>One batch as it goes through a <see cref="StreamConsumer"/>. Lambda makes each batch of one shard's records.</summary>
public sealed class ConsumerContext
{
    private readonly Dictionary<(int Place, int Sub), Parts> _parts = [];

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
    /// What the consumer keeps of this batch, from <see cref="StreamConsumer.BeginBatch"/> to <see cref="StreamConsumer.FlushAsync"/>. A field of the
    /// consumer is shared by all invocations that are under way in its process.
    /// </summary>
    /// <value>
    /// By default nothing. A <see cref="SinkConsumer{TIn, TOut}"/> keeps its items elsewhere, and leaves this to the code that derives from it.
    /// </value>
    public object? State { get; set; }

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

    /// <summary>What a sink consumer has taken in of this batch.</summary>
    internal object? Taken { get; set; }

    internal Parts? PartsOf(StreamRecord record)
    {
        lock (_parts)
        {
            return _parts.GetValueOrDefault((record.Position.IndexInBatch, record.SubSequenceNumber));
        }
    }

    internal void KeepPartsOf(StreamRecord record, Parts parts)
    {
        lock (_parts)
        {
            _parts[(record.Position.IndexInBatch, record.SubSequenceNumber)] = parts;
        }
    }

    internal void StopAt(RecordPosition position)
    {
        if (!ComesAgain(position))
        {
            StoppedAt = position;
        }
    }
}
