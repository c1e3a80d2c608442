namespace Amazon.CloudWatch.Model;

public partial class MetricDataQuery
{
    public string AccountId { get; set; }

    public string Expression { get; set; }

    public string Id { get; set; }

    public string Label { get; set; }

    public MetricStat MetricStat { get; set; }

    public int? Period { get; set; }

    public bool? ReturnData { get; set; }
}
