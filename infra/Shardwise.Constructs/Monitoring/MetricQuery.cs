using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;

namespace Shardwise.Constructs.Monitoring;

/// <summary>Queries of CloudWatch Metrics Insights, for metrics whose dimensions nobody knows whole before they are sent.</summary>
/// <remarks>Source: "Metrics Insights query components and syntax" and "Alarms on metrics insights queries" in the CloudWatch user guide.</remarks>
internal static class MetricQuery
{
    /// <summary>The greatest of all metrics of a name that have a value in a dimension, whatever others they have.</summary>
    public static MathExpression Greatest(string metric, string space, string dimension, string value, Duration period, string label) =>
        new(new MathExpressionProps
        {
            Expression = $"SELECT MAX({metric}) FROM \"{space}\" WHERE {dimension} = '{value}'",
            Label = label,
            Period = period,
        });
}
