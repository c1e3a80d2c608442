using System.Collections.Frozen;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>Every operation that is served, by name.</summary>
internal static class OperationTable
{
    public static readonly FrozenDictionary<string, Operation> All = new[]
    {
        AddTagsToStream.Operation, CreateStream.Operation, DecreaseStreamRetentionPeriod.Operation,
        DeleteResourcePolicy.Operation, DeleteStream.Operation, DeregisterStreamConsumer.Operation, DescribeAccountSettings.Operation,
        DescribeLimits.Operation, DescribeStream.Operation, DescribeStreamConsumer.Operation, DescribeStreamSummary.Operation,
        DisableEnhancedMonitoring.Operation, EnableEnhancedMonitoring.Operation, GetRecords.Operation, GetResourcePolicy.Operation,
        GetShardIterator.Operation, IncreaseStreamRetentionPeriod.Operation, ListShards.Operation, ListStreamConsumers.Operation,
        ListStreams.Operation, ListTagsForResource.Operation, ListTagsForStream.Operation, MergeShards.Operation, PutRecord.Operation,
        PutRecords.Operation, PutResourcePolicy.Operation, RegisterStreamConsumer.Operation, RemoveTagsFromStream.Operation, SplitShard.Operation,
        StartStreamEncryption.Operation, StopStreamEncryption.Operation, SubscribeToShard.Operation, TagResource.Operation,
        UntagResource.Operation, UpdateAccountSettings.Operation, UpdateMaxRecordSize.Operation, UpdateShardCount.Operation,
        UpdateStreamMode.Operation, UpdateStreamRecordDistributionStrategy.Operation, UpdateStreamWarmThroughput.Operation,
    }.ToFrozenDictionary(operation => operation.Name, StringComparer.Ordinal);
}
