using Amazon.CDK.AWS.CloudWatch;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Streams;

/// <content>How the stream shows itself on a dashboard.</content>
public sealed partial class DataStream
{
    private readonly double? createdShards;
    private StreamScaling? scaling;

    /// <inheritdoc />
    public string DashboardTitle => $"Stream {Node.Id}";

    /// <inheritdoc />
    public IReadOnlyList<IWidget> DashboardWidgets() =>
        [.. StreamGraphs.Of(this, CapacityLine(perShard: 1), CapacityLine(KinesisLimits.ShardRecordsPerSecond)), .. scaling?.Widgets() ?? []];

    long IScaledStream.Order { get; } = StackReferences.NextOrder();

    void IScaledStream.Scaled(StreamScaling scaling) => this.scaling = scaling;

    // Where an autoscaler changes the shard count, the count that the stream was created with says nothing of its capacity.
    private IHorizontalAnnotation[] CapacityLine(double perShard) =>
        createdShards is { } shards && scaling is null && !PropsCheck.IsToken(shards)
            ? [Graph.Line(shards * perShard, $"capacity of {PropsCheck.Number(shards)} shards")]
            : [];
}
