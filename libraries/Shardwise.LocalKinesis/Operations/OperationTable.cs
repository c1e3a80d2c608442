namespace Shardwise.LocalKinesis.Operations;

/// <summary>Every operation that is served, by name. One is made when it is first asked for: all of them at once would cost each start.</summary>
internal static class OperationTable
{
    private static readonly Dictionary<string, Func<Operation>> Served = new(StringComparer.Ordinal)
    {
        [nameof(AddTagsToStream)] = static () => AddTagsToStream.Operation,
        [nameof(CreateStream)] = static () => CreateStream.Operation,
        [nameof(DecreaseStreamRetentionPeriod)] = static () => DecreaseStreamRetentionPeriod.Operation,
        [nameof(DeleteResourcePolicy)] = static () => DeleteResourcePolicy.Operation,
        [nameof(DeleteStream)] = static () => DeleteStream.Operation,
        [nameof(DeregisterStreamConsumer)] = static () => DeregisterStreamConsumer.Operation,
        [nameof(DescribeAccountSettings)] = static () => DescribeAccountSettings.Operation,
        [nameof(DescribeLimits)] = static () => DescribeLimits.Operation,
        [nameof(DescribeStream)] = static () => DescribeStream.Operation,
        [nameof(DescribeStreamConsumer)] = static () => DescribeStreamConsumer.Operation,
        [nameof(DescribeStreamSummary)] = static () => DescribeStreamSummary.Operation,
        [nameof(DisableEnhancedMonitoring)] = static () => DisableEnhancedMonitoring.Operation,
        [nameof(EnableEnhancedMonitoring)] = static () => EnableEnhancedMonitoring.Operation,
        [nameof(GetRecords)] = static () => GetRecords.Operation,
        [nameof(GetResourcePolicy)] = static () => GetResourcePolicy.Operation,
        [nameof(GetShardIterator)] = static () => GetShardIterator.Operation,
        [nameof(IncreaseStreamRetentionPeriod)] = static () => IncreaseStreamRetentionPeriod.Operation,
        [nameof(ListShards)] = static () => ListShards.Operation,
        [nameof(ListStreamConsumers)] = static () => ListStreamConsumers.Operation,
        [nameof(ListStreams)] = static () => ListStreams.Operation,
        [nameof(ListTagsForResource)] = static () => ListTagsForResource.Operation,
        [nameof(ListTagsForStream)] = static () => ListTagsForStream.Operation,
        [nameof(MergeShards)] = static () => MergeShards.Operation,
        [nameof(PutRecord)] = static () => PutRecord.Operation,
        [nameof(PutRecords)] = static () => PutRecords.Operation,
        [nameof(PutResourcePolicy)] = static () => PutResourcePolicy.Operation,
        [nameof(RegisterStreamConsumer)] = static () => RegisterStreamConsumer.Operation,
        [nameof(RemoveTagsFromStream)] = static () => RemoveTagsFromStream.Operation,
        [nameof(SplitShard)] = static () => SplitShard.Operation,
        [nameof(StartStreamEncryption)] = static () => StartStreamEncryption.Operation,
        [nameof(StopStreamEncryption)] = static () => StopStreamEncryption.Operation,
        [nameof(SubscribeToShard)] = static () => SubscribeToShard.Operation,
        [nameof(TagResource)] = static () => TagResource.Operation,
        [nameof(UntagResource)] = static () => UntagResource.Operation,
        [nameof(UpdateAccountSettings)] = static () => UpdateAccountSettings.Operation,
        [nameof(UpdateMaxRecordSize)] = static () => UpdateMaxRecordSize.Operation,
        [nameof(UpdateShardCount)] = static () => UpdateShardCount.Operation,
        [nameof(UpdateStreamMode)] = static () => UpdateStreamMode.Operation,
        [nameof(UpdateStreamRecordDistributionStrategy)] = static () => UpdateStreamRecordDistributionStrategy.Operation,
        [nameof(UpdateStreamWarmThroughput)] = static () => UpdateStreamWarmThroughput.Operation,
    };

    public static IEnumerable<Operation> All => Served.Values.Select(operation => operation());

    /// <summary>The operation of a name; null when none is served.</summary>
    public static Operation? Find(string name) => Served.GetValueOrDefault(name)?.Invoke();
}
