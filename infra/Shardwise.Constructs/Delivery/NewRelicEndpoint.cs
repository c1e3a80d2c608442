namespace Shardwise.Constructs.Delivery;

/// <summary>Where New Relic takes what Firehose delivers, by kind of data and by data centre.</summary>
/// <remarks>
/// Sources, docs.newrelic.com: "Stream logs using Kinesis Data Firehose" and, of the CloudWatch metric streams integration, "Integrate CloudWatch
/// Metric Streams with AWS Console".
/// </remarks>
public sealed record NewRelicEndpoint
{
    private NewRelicEndpoint(string url) => Url = url;

    /// <summary>Logs, United States.</summary>
    public static NewRelicEndpoint LogsUs { get; } = new("https://aws-api.newrelic.com/firehose/v1");

    /// <summary>Logs, European Union.</summary>
    public static NewRelicEndpoint LogsEu { get; } = new("https://aws-api.eu.newrelic.com/firehose/v1");

    /// <summary>Metrics, United States.</summary>
    public static NewRelicEndpoint MetricsUs { get; } = new("https://aws-api.newrelic.com/cloudwatch-metrics/v1");

    /// <summary>Metrics, European Union.</summary>
    public static NewRelicEndpoint MetricsEu { get; } = new("https://aws-api.eu01.nr-data.net/cloudwatch-metrics/v1");

    /// <summary>The address.</summary>
    public string Url { get; }
}
