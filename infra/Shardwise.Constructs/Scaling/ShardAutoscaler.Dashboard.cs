using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.Kinesis;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Monitoring;

namespace Shardwise.Constructs.Scaling;

/// <content>How the scaler shows itself on a dashboard: decisions beside load, stream by stream.</content>
public sealed partial class ShardAutoscaler
{
    private const string DecisionsMade =
        "filter event = 'decision' and outcome != 'hold' | sort @timestamp desc | display @timestamp, stream, openShards, "
        + "targetShards, outcome, reason, problem | limit 50";

    private readonly List<(IStream Stream, string Name, bool IsWarm)> shown = [];

    /// <inheritdoc />
    public string DashboardTitle => $"Autoscaler {Node.Id}";

    /// <inheritdoc />
    public IReadOnlyList<IWidget> DashboardWidgets() =>
    [
        .. fleet ? FleetGraphs() : shown.SelectMany(each => DecisionsBesideLoad(each.Stream, each.Name, each.IsWarm)),
        new LogQueryWidget(new LogQueryWidgetProps
        {
            Title = "Decisions",
            LogGroupNames = [LogGroup.LogGroupName],
            QueryLines = DecisionsMade.Split(" | "),
            Width = Graph.Row,
            Height = Graph.Height,
        }),
    ];

    // A fleet's metrics have no value each minute: the log does.
    private IEnumerable<IWidget> FleetGraphs()
    {
        (string, string)[] rankings = [("Open shards", "openShards"), ("Fullest streams", "utilization"), ("Operations left", "operationsLeft")];
        foreach (var (title, value) in rankings)
        {
            var worst = value == "operationsLeft" ? "min" : "max";
            yield return new LogQueryWidget(new LogQueryWidgetProps
            {
                Title = title,
                LogGroupNames = [LogGroup.LogGroupName],
                QueryLines = ["filter event = 'decision'", $"stats {worst}({value}) as v by bin(5m), stream"],
                View = LogQueryVisualizationType.LINE,
                Width = Graph.Row,
                Height = Graph.Height,
            });
        }
    }

    private static IEnumerable<IWidget> DecisionsBesideLoad(IStream stream, string name, bool isWarm)
    {
        Metric Drawn(string metric, string label, string statistic) => StreamWatch.StreamMetric("Shardwise", metric, stream, label, statistic);

        var capacity = new MathExpression(new MathExpressionProps
        {
            Expression = $"shards * {KinesisLimits.ShardBytesPerSecond / 1_048_576}",
            UsingMetrics = new Dictionary<string, IMetric> { ["shards"] = Drawn("OpenShards", "shards", "Maximum") },
            Label = "capacity",
            Period = Amazon.CDK.Duration.Minutes(1),
        });
        // A dot on the line of capacity in each minute that had one: a dashboard's own annotations stand still.
        MathExpression Mark(string id, string metric, string label) => new(new MathExpressionProps
        {
            Expression = $"IF({id} > 0, shards * {KinesisLimits.ShardBytesPerSecond / 1_048_576})",
            UsingMetrics = new Dictionary<string, IMetric>
            {
                [id] = Drawn(metric, label, "Sum"), ["shards"] = Drawn("OpenShards", "shards", "Maximum"),
            },
            Label = label,
            Period = Amazon.CDK.Duration.Minutes(1),
        });

        yield return Graph.Of(
            $"{name}: load and capacity", "MiB/s",
            [
                Graph.PerSecond(
                    "load", StreamWatch.StreamMetric("AWS/Kinesis", "IncomingBytes", stream, "load", "Sum"), KinesisLimits.ShardBytesPerSecond),
                capacity,
                .. ConstructDefaults.Current.ScalerMarksReshards
                    ? [Mark("ups", "ScaleUps", "reshard up"), Mark("downs", "ScaleDowns", "reshard down")] : Array.Empty<IMetric>(),
            ]);
        yield return Graph.Of(
            isWarm ? $"{name}: warm throughput" : $"{name}: shards", isWarm ? "MiB/s" : "shards",
            Drawn("OpenShards", isWarm ? "there" : "open", "Maximum"), Drawn("DemandShards", "demand", "Maximum"),
            Drawn("TargetShards", "target", "Maximum"));
        yield return Graph.Of(
            isWarm ? $"{name}: calls" : $"{name}: reshards", "a minute",
            [Drawn("ScaleUps", "up", "Sum"), Drawn("ScaleDowns", "down", "Sum"), Drawn("Refused", "refused", "Sum"),
                Drawn("NotObserved", "not observed", "Sum")],
            [],
            [Drawn("OperationsLeft", "operations left (right)", "Minimum")]);
    }
}
