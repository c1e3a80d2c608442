namespace Amazon.CloudWatch.Model;

public partial class MetricDatum
{
    public List<double> Counts { get; set; }

    public List<Dimension> Dimensions { get; set; }

    public string MetricName { get; set; }

    public StatisticSet StatisticValues { get; set; }

    public int? StorageResolution { get; set; }

    public DateTime? Timestamp { get; set; }

    public StandardUnit Unit { get; set; }

    public double? Value { get; set; }

    public List<double> Values { get; set; }
}
