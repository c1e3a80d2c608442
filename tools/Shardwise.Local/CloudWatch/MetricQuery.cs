namespace Shardwise.Local;

/// <summary>One query of GetMetricData or of an alarm: a metric's statistic, or an expression over other queries.</summary>
internal sealed record MetricQuery
{
    public required string Id { get; init; }

    /// <summary>Null for an expression.</summary>
    public MetricIdentity? Metric { get; init; }

    public string Statistic { get; init; } = "Average";

    public string? Expression { get; init; }

    public TimeSpan Period { get; init; } = TimeSpan.FromMinutes(1);

    public string? Label { get; init; }

    public bool ReturnsData { get; init; } = true;
}
