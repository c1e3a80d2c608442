using Amazon.CDK.AWS.CloudWatch;

namespace Shardwise.Constructs.Monitoring;

/// <summary>When an alarm goes off: so many of the last periods at the threshold or past it.</summary>
/// <param name="Value">In the metric's unit.</param>
/// <param name="Datapoints">How many periods must be past the threshold.</param>
/// <param name="Periods">Of how many.</param>
/// <param name="Missing">What a period without a datapoint means; there is no default, since it is never the same for two metrics.</param>
/// <param name="Comparison">On which side of the threshold the trouble is.</param>
internal sealed record AlarmThreshold(
    double Value,
    int Datapoints,
    int Periods,
    TreatMissingData Missing,
    ComparisonOperator Comparison = ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD);
