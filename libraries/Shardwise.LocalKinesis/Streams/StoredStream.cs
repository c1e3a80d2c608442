using System.Globalization;

namespace Shardwise.LocalKinesis.Streams;

/// <summary>A stream's state as its file holds it. Records are in the files of the shards.</summary>
internal sealed record StoredStream
{
    public required string Account { get; init; }

    public required string Region { get; init; }

    public required string Name { get; init; }

    public required long CreatedAt { get; init; }

    public required StreamStatus Status { get; init; }

    public required bool IsOnDemand { get; init; }

    public int? WarmThroughput { get; init; }

    public bool DistributesByItself { get; init; }

    public required int RetentionHours { get; init; }

    public required int MaxRecordKiB { get; init; }

    public string? KeyId { get; init; }

    public string? Policy { get; init; }

    public required SortedDictionary<string, string> Tags { get; init; }

    public required SortedSet<string> ShardLevelMetrics { get; init; }

    public required StoredConsumer[] Consumers { get; init; }

    public required StoredShard[] Shards { get; init; }

    public static StoredStream Of(KinesisStream stream) => new()
    {
        Account = stream.Scope.Account,
        Region = stream.Scope.Region,
        Name = stream.Name,
        CreatedAt = stream.CreatedAt.ToUnixTimeMilliseconds(),
        Status = stream.Status,
        IsOnDemand = stream.IsOnDemand,
        WarmThroughput = stream.WarmThroughput,
        DistributesByItself = stream.DistributesByItself,
        RetentionHours = stream.RetentionHours,
        MaxRecordKiB = stream.MaxRecordKiB,
        KeyId = stream.KeyId,
        Policy = stream.Policy,
        Tags = stream.Tags,
        ShardLevelMetrics = stream.ShardLevelMetrics,
        Consumers = [.. stream.Consumers.Select(StoredConsumer.Of)],
        Shards = [.. stream.AllShards.Select(StoredShard.Of)],
    };

    /// <summary>
    /// The stream again; null for one that was being deleted. A change of state that was going on when the process ended is not taken up again.
    /// </summary>
    public KinesisStream? Restore(StreamStore store, Action<string> say)
    {
        if (Status == StreamStatus.Deleting)
        {
            return null;
        }

        var stream = new KinesisStream(store, new Scope(Account, Region), Name, DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt))
        {
            Status = StreamStatus.Active,
            IsOnDemand = IsOnDemand,
            WarmThroughput = WarmThroughput,
            DistributesByItself = DistributesByItself,
            RetentionHours = RetentionHours,
            MaxRecordKiB = MaxRecordKiB,
            KeyId = KeyId,
            Policy = Policy,
            Tags = new(Tags, StringComparer.Ordinal),
            ShardLevelMetrics = new(ShardLevelMetrics, StringComparer.Ordinal),
        };
        foreach (var consumer in Consumers.Where(consumer => consumer.Status != StreamStatus.Deleting))
        {
            stream.Consumers.Add(consumer.Restore());
        }

        foreach (var shard in Shards)
        {
            stream.Adopt(shard.Restore(store, stream, say));
        }

        stream.Publish();
        return stream;
    }

    internal sealed record StoredConsumer(string Name, string Arn, long CreatedAt, StreamStatus Status, SortedDictionary<string, string> Tags,
        string? Policy)
    {
        public static StoredConsumer Of(Consumer consumer) =>
            new(consumer.Name, consumer.Arn, consumer.CreatedAt.ToUnixTimeMilliseconds(), consumer.Status, consumer.Tags, consumer.Policy);

        public Consumer Restore() => new()
        {
            Name = Name,
            Arn = Arn,
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt),
            Status = StreamStatus.Active,
            Tags = new(Tags, StringComparer.Ordinal),
            Policy = Policy,
        };
    }

    internal sealed record StoredShard(int Index, string Start, string End, long CreatedSecond, long? ClosedSecond, int? Parent, int? AdjacentParent)
    {
        public static StoredShard Of(Shard shard) =>
            new(shard.Index, Text(shard.Range.Start), Text(shard.Range.End), shard.CreatedSecond, shard.ClosedSecond, shard.Parent,
                shard.AdjacentParent);

        public Shard Restore(StreamStore store, KinesisStream stream, Action<string> say)
        {
            var log = store.NewLog(stream, Index);
            log.Load(say);
            var shard = new Shard(Index, new HashKeyRange(Number(Start), Number(End)), CreatedSecond, null, null, log,
                store.Throughput)
            { Parent = Parent, AdjacentParent = AdjacentParent };
            shard.Restore(ClosedSecond, log.EndPosition, log.StoredBytes);
            return shard;
        }

        private static string Text(UInt128 number) => number.ToString(CultureInfo.InvariantCulture);

        private static UInt128 Number(string text) => UInt128.Parse(text, CultureInfo.InvariantCulture);
    }
}
