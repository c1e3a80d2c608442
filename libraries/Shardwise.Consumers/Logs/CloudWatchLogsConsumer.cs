namespace Shardwise.Consumers;

/// <summary>
/// A <see cref="StreamConsumer"/> of a stream that a subscription filter of CloudWatch Logs writes to: unpacks each record, passes over
/// CloudWatch's own control messages, and hands over one log event after the other.
/// </summary>
/// <remarks>
/// A record counts as one: where an event fails it is tried again from that event on; one that is rejected lets the others go on, and then has the
/// whole record set aside. <see cref="StreamRecord.Part"/> is the event's place in its record. <see cref="ConsumerOptions.Decompress"/> and
/// <see cref="ConsumerOptions.JsonLines"/> change nothing here.
/// </remarks>
public abstract class CloudWatchLogsConsumer : StreamConsumer
{
    /// <summary>Makes the consumer; make it once a process.</summary>
    /// <param name="deadLetters">Where records that cannot be processed go.</param>
    /// <param name="options">Retries and times; the defaults when <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    protected CloudWatchLogsConsumer(IDeadLetterDestination deadLetters, ConsumerOptions? options = null)
        : base(deadLetters, options)
    {
    }

    /// <summary>Processes one log event.</summary>
    /// <param name="logEvent">The event; its <see cref="LogEvent.Id"/> is the same whenever it is delivered.</param>
    /// <param name="message">Where it comes from.</param>
    /// <param name="record">The user record that it came in.</param>
    /// <param name="context">The batch.</param>
    /// <param name="cancellationToken">Cancelled when the invocation's time runs short; the record then comes again.</param>
    /// <exception cref="RejectedRecordException">The event can never be processed.</exception>
    /// <exception cref="DependencyUnavailableException">Something that this depends on fails; the record is good.</exception>
    protected abstract Task ProcessAsync(
        LogEvent logEvent, LogsMessage message, StreamRecord record, ConsumerContext context, CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected sealed override Task ProcessAsync(StreamRecord record, ConsumerContext context, CancellationToken cancellationToken)
    {
        var message = LogsJson.Read(record.Data);
        return Parts.ProcessAsync(
            message.LogEvents.Count,
            record,
            context,
            part => ProcessAsync(message.LogEvents[part], message, record.WithPart(part), context, cancellationToken));
    }
}
