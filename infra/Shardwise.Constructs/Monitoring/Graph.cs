using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;

namespace Shardwise.Constructs.Monitoring;

/// <summary>Graphs of one size and one manner: a minute a point, three in a row, from zero.</summary>
internal static class Graph
{
    public const double Width = 8;
    public const double Height = 6;
    public const double Row = 24;

    public static GraphWidget Of(string title, string unit, params IMetric[] left) => Of(title, unit, left, []);

    public static GraphWidget Of(string title, string unit, IMetric[] left, IHorizontalAnnotation[] lines, IMetric[]? right = null) =>
        new(new GraphWidgetProps
        {
            Title = title,
            Width = Width,
            Height = Height,
            Left = left,
            LeftYAxis = new YAxisProps { Label = unit, Min = 0, ShowUnits = false },
            LeftAnnotations = lines,
            Right = right,
            RightYAxis = right is null ? null : new YAxisProps { Min = 0, ShowUnits = false },
        });

    /// <summary>A line at a threshold of an alarm or at a limit.</summary>
    public static HorizontalAnnotation Line(double value, string label) => new() { Value = value, Label = label, Color = Color.RED };

    /// <summary>The lines of a reader's age: half of what its stream keeps, where that is known, and the delay that is allowed.</summary>
    public static HorizontalAnnotation[] AgeLines(TimeSpan? retention, TimeSpan maxDelay) =>
    [
        .. retention is { } kept ? [Line(kept.TotalMilliseconds / 2, "half of the retention")] : Array.Empty<HorizontalAnnotation>(),
        Line(maxDelay.TotalMilliseconds, "MaxDelay"),
    ];

    /// <summary>How a metric is drawn: a minute a point.</summary>
    public static MetricOptions Drawn(string label, string statistic) => new() { Label = label, Statistic = statistic, Period = Duration.Minutes(1) };

    /// <summary>A sum of a minute as a rate a second, in another unit where it is divided further.</summary>
    public static MathExpression PerSecond(string label, IMetric sum, double divisor = 1) => new(new MathExpressionProps
    {
        Expression = divisor == 1 ? "sum / PERIOD(sum)" : FormattableString.Invariant($"sum / PERIOD(sum) / {divisor}"),
        UsingMetrics = new Dictionary<string, IMetric> { ["sum"] = sum },
        Label = label,
        Period = Duration.Minutes(1),
    });
}
