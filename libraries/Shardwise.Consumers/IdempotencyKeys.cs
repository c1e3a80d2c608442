namespace Shardwise.Consumers;

internal static class IdempotencyKeys
{
    public static string Of(RecordPosition position, int subSequenceNumber, int part) => part == 0
        ? $"{position.ShardId}:{position.SequenceNumber}:{subSequenceNumber}"
        : $"{position.ShardId}:{position.SequenceNumber}:{subSequenceNumber}:{part}";
}
