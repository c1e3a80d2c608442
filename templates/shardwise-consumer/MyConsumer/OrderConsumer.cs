using Shardwise.Consumers;

namespace Company.Orders;

/// <summary>Orders in, objects by the hour in which they were placed out.</summary>
/// <remarks>
/// To process records one by one, derive from <see cref="StreamConsumer{T}"/>. What <see cref="Convert"/> rejects goes to the dead letters with its
/// reason; <c>shardwise redrive</c> puts it back.
/// </remarks>
public sealed class OrderConsumer(ISink<Order> sink, IDeadLetterDestination deadLetters, ConsumerOptions? options = null)
    : SinkConsumer<Order>(OrderJson.Default.Order, sink, deadLetters, options)
{
    /// <inheritdoc/>
    protected override Order? Convert(Order value, StreamRecord record) => value switch
    {
        { Id: null or "" } => throw new RejectedRecordException("The order has no \"id\"."),
        _ when value.PlacedAt == default => throw new RejectedRecordException("The order has no \"placedAt\"."),
        _ => value,
    };
}
