namespace Amazon.CloudWatch.Model;

public partial class EntityMetricData
{
    public Entity Entity { get; set; }

    public List<MetricDatum> MetricData { get; set; }
}
