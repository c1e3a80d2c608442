using Shardwise.Consumers;

namespace Shardwise.ClickstreamEtl;

/// <summary>Clicks in, objects by event hour out.</summary>
public sealed class ClickConsumer(ISink<Click> sink, IDeadLetterDestination deadLetters, ConsumerOptions? options = null)
    : SinkConsumer<Click>(ClickJson.Default.Click, sink, deadLetters, options)
{
    /// <inheritdoc/>
    protected override Click Convert(Click value, StreamRecord record) => value switch
    {
        { Id: null or "" } => throw new RejectedRecordException("The click has no \"id\"."),
        _ when value.Timestamp == default => throw new RejectedRecordException("The click has no \"timestamp\"."),
        { UserId: null or "" } => throw new RejectedRecordException("The click has no \"userId\"."),
        { Page: null or "" } => throw new RejectedRecordException("The click has no \"page\"."),
        _ => value,
    };
}
