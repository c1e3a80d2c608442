namespace Shardwise.Consumers;

/// <summary>Where a <see cref="FirehoseTransform"/> puts records whose results do not fit into Lambda's response, to come again.</summary>
public interface IFirehoseOverflow
{
    /// <summary>Puts these records back where Firehose reads, and returns only when all are safe; they are then answered as dropped.</summary>
    /// <param name="firehoseEvent">The batch that they are of.</param>
    /// <param name="records">The records, as they came.</param>
    /// <param name="cancellationToken">Cancelled when the invocation is about to run out of time.</param>
    /// <exception cref="Exception">Any, when not all are written: the invocation fails, and Firehose tries the batch again.</exception>
    Task PutBackAsync(FirehoseEvent firehoseEvent, IReadOnlyList<FirehoseEventRecord> records, CancellationToken cancellationToken);
}
