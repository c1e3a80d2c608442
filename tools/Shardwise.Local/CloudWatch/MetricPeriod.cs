namespace Shardwise.Local;

/// <summary>A period of a metric: its statistics, and the values of its minutes.</summary>
internal sealed record MetricPeriod(MetricDatapoint Point, List<ValueCounts> Values)
{
    public double? Percentile(double percent)
    {
        var all = new ValueCounts();
        Values.ForEach(all.Add);
        return all.Percentile(percent);
    }
}
