namespace Shardwise.Local.Firehose;

/// <summary>What CloudWatch shows of one delivery stream.</summary>
internal sealed class FirehoseMetrics(MetricStore store, string stream)
{
    private readonly Dictionary<string, string> _dimensions = new() { ["DeliveryStreamName"] = stream };

    public void Add(string name, double value) => store.Add("AWS/Firehose", name, _dimensions, value);
}
