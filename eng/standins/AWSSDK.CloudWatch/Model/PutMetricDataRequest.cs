namespace Amazon.CloudWatch.Model;

public partial class PutMetricDataRequest : AmazonCloudWatchRequest
{
    public List<EntityMetricData> EntityMetricData { get; set; }

    public List<MetricDatum> MetricData { get; set; }

    public string Namespace { get; set; }

    public bool? StrictEntityValidation { get; set; }
}
