namespace Shardwise.Constructs.Delivery;

/// <summary>Where Datadog takes what Firehose delivers, by kind of data and by site.</summary>
/// <remarks>Source: the endpoints that the AWS CDK, 2.277, knows for its Datadog destination.</remarks>
public sealed record DatadogEndpoint
{
    private DatadogEndpoint(string url) => Url = url;

    /// <summary>Logs, US1.</summary>
    public static DatadogEndpoint LogsUs1 { get; } = new("https://aws-kinesis-http-intake.logs.datadoghq.com/v1/input");

    /// <summary>Logs, US3.</summary>
    public static DatadogEndpoint LogsUs3 { get; } =
        new("https://aws-kinesis-http-intake.logs.us3.datadoghq.com/api/v2/logs?dd-protocol=aws-kinesis-firehose");

    /// <summary>Logs, US5.</summary>
    public static DatadogEndpoint LogsUs5 { get; } =
        new("https://aws-kinesis-http-intake.logs.us5.datadoghq.com/api/v2/logs?dd-protocol=aws-kinesis-firehose");

    /// <summary>Logs, AP1.</summary>
    public static DatadogEndpoint LogsAp1 { get; } =
        new("https://aws-kinesis-http-intake.logs.ap1.datadoghq.com/api/v2/logs?dd-protocol=aws-kinesis-firehose");

    /// <summary>Logs, EU.</summary>
    public static DatadogEndpoint LogsEu { get; } = new("https://aws-kinesis-http-intake.logs.datadoghq.eu/v1/input");

    /// <summary>Logs, US government.</summary>
    public static DatadogEndpoint LogsGov { get; } = new("https://aws-kinesis-http-intake.logs.ddog-gov.com/v1/input");

    /// <summary>Metrics, US1.</summary>
    public static DatadogEndpoint MetricsUs1 { get; } = new("https://awsmetrics-intake.datadoghq.com/v1/input");

    /// <summary>Metrics, EU.</summary>
    public static DatadogEndpoint MetricsEu { get; } = new("https://awsmetrics-intake.datadoghq.eu/v1/input");

    /// <summary>The address.</summary>
    public string Url { get; }
}
