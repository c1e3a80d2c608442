namespace Shardwise.Local;

/// <summary>The statistics of one metric in one period.</summary>
/// <param name="Timestamp">The period's start, in simulated time.</param>
/// <param name="SampleCount">Samples in the period.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="Minimum">The smallest.</param>
/// <param name="Maximum">The largest.</param>
public sealed record MetricDatapoint(DateTimeOffset Timestamp, double SampleCount, double Sum, double Minimum, double Maximum)
{
    /// <summary>The mean of the samples.</summary>
    public double Average => Sum / SampleCount;
}
