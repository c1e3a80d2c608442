namespace Amazon.CloudWatch.Model;

public partial class Metric
{
    public List<Dimension> Dimensions { get; set; }

    public string MetricName { get; set; }

    public string Namespace { get; set; }
}
