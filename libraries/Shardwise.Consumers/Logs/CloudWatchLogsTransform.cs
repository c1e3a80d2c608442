namespace Shardwise.Consumers;

/// <summary>
/// A <see cref="FirehoseTransform"/> of what a subscription filter of CloudWatch Logs writes: unpacks each record, drops CloudWatch's own control
/// messages, and hands over one log event after the other. Their results are delivered one after the other, as the one record that Firehose takes.
/// </summary>
public abstract class CloudWatchLogsTransform : FirehoseTransform
{
    /// <summary>Makes the transform; make it once a process.</summary>
    /// <param name="options">The defaults when <see langword="null"/>.</param>
    protected CloudWatchLogsTransform(FirehoseTransformOptions? options = null)
        : base(options)
    {
    }

    /// <summary>Transforms one log event.</summary>
    /// <param name="logEvent">The event.</param>
    /// <param name="message">Where it comes from.</param>
    /// <param name="record">The record that it came in.</param>
    /// <param name="cancellationToken">Cancelled when the invocation is about to run out of time.</param>
    /// <returns>
    /// What becomes of it. All events of a record must have the same partition keys, for Firehose takes one set a record; one that fails fails its
    /// record.
    /// </returns>
    /// <exception cref="RejectedRecordException">The event can never be transformed; the same as <see cref="FirehoseResult.Failed"/>.</exception>
    /// <exception cref="DependencyUnavailableException">Something that this depends on fails; the record is good.</exception>
    protected abstract ValueTask<FirehoseResult> TransformAsync(
        LogEvent logEvent, LogsMessage message, FirehoseEventRecord record, CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected sealed override async ValueTask<FirehoseResult> TransformAsync(FirehoseEventRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        var message = LogsJson.Read(record.Data);
        return await JoinedResults.OfAsync(
            message.LogEvents.Count, part => TransformAsync(message.LogEvents[part], message, record, cancellationToken));
    }
}
