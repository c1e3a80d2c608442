namespace Shardwise.Local.Sqs;

/// <summary>Where a message stands that was received.</summary>
internal sealed record QueueReceipt(DateTimeOffset VisibleAt, int ReceiveCount, DateTimeOffset? FirstReceived, string? Handle)
{
    public static QueueReceipt Of(SqsMessage message) => new(message.VisibleAt, message.ReceiveCount, message.FirstReceived, message.Handle);

    public void ApplyTo(SqsMessage message) =>
        (message.VisibleAt, message.ReceiveCount, message.FirstReceived, message.Handle) = (VisibleAt, ReceiveCount, FirstReceived, Handle);
}
