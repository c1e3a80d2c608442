using Shardwise.Consumers.Tests.Fakes;

namespace Shardwise.Consumers.Tests.Sinks;

internal static class SinkItems
{
    /// <summary>Items as they come out of one Kinesis record.</summary>
    public static IReadOnlyList<SinkItem<T>> Of<T>(params T[] values)
    {
        var position = new RecordPosition
        {
            StreamArn = Events.StreamArn,
            ShardId = Events.ShardId,
            SequenceNumber = Events.Sequence(0),
            PartitionKey = "a",
            ApproximateArrival = Events.Arrival,
            IndexInBatch = 0,
        };
        return [.. values.Select((value, sub) => new SinkItem<T>(value, position, sub))];
    }
}
