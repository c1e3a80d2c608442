using Amazon.CDK.AWS.CloudWatch;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Streams;

/// <content>How the stream shows itself on a dashboard.</content>
public sealed partial class DataStream
{
    private readonly double? createdShards;

    /// <inheritdoc />
    public string DashboardTitle => $"Stream {Node.Id}";

    /// <summary>Whether an autoscaler changes the shard count, so that the count it was created with says nothing of its capacity.</summary>
    internal bool IsWatched { get; set; }

    /// <inheritdoc />
    public IReadOnlyList<IWidget> DashboardWidgets() =>
        StreamGraphs.Of(this, CapacityLine(perShard: 1), CapacityLine(KinesisLimits.ShardRecordsPerSecond));

    private IHorizontalAnnotation[] CapacityLine(double perShard) =>
        createdShards is { } shards && !IsWatched && !PropsCheck.IsToken(shards)
            ? [Graph.Line(shards * perShard, $"capacity of {PropsCheck.Number(shards)} shards")]
            : [];
}
