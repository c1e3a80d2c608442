using Amazon.CDK.AWS.SecretsManager;
using Shardwise.Constructs.Defaults;

namespace Shardwise.Constructs.Delivery;

/// <content>
/// The partners that document where and how Firehose reaches them. Each takes its key from a secret that holds <c>{"api_key": "..."}</c>, and gives
/// a destination to be changed by <c>with</c>.
/// </content>
public sealed partial record HttpDestination
{
    /// <summary>Datadog, with its own address, 4 MiB or 60 s, and 60 s of retries.</summary>
    /// <param name="endpoint">Which of Datadog's intakes.</param>
    /// <param name="apiKey">The secret that holds the API key.</param>
    /// <returns>The destination.</returns>
    /// <remarks>Source: the Datadog destination of the AWS CDK, 2.277.</remarks>
    public static HttpDestination Datadog(DatadogEndpoint endpoint, ISecret apiKey) =>
        Partner("Datadog", endpoint.Url, apiKey) with
        {
            Buffering = ConstructDefaults.Current.DatadogBuffering,
            RetryFor = ConstructDefaults.Current.DatadogRetry,
        };

    /// <summary>New Relic, with its own address, 1 MiB or 60 s, and 60 s of retries.</summary>
    /// <param name="endpoint">Which of New Relic's intakes.</param>
    /// <param name="licenseKey">The secret that holds the licence key.</param>
    /// <returns>The destination.</returns>
    /// <remarks>New Relic refuses more than 1 MB at once, after compression. Sources: those of <see cref="NewRelicEndpoint"/>.</remarks>
    public static HttpDestination NewRelic(NewRelicEndpoint endpoint, ISecret licenseKey) =>
        Partner("New Relic", endpoint.Url, licenseKey) with
        {
            Buffering = ConstructDefaults.Current.NewRelicBuffering,
            RetryFor = ConstructDefaults.Current.NewRelicRetry,
        };

    /// <summary>Dynatrace's logs, with the address of an environment, 1 MiB or 60 s, and 900 s of retries.</summary>
    /// <param name="environmentUrl">The environment's address, such as <c>https://abc12345.live.dynatrace.com</c>.</param>
    /// <param name="apiToken">The secret that holds the API token.</param>
    /// <returns>The destination.</returns>
    /// <remarks>Source, docs.dynatrace.com: the page <c>aws-logs-ingest/lma-stream-logs-with-firehose</c>.</remarks>
    public static HttpDestination Dynatrace(string environmentUrl, ISecret apiToken) =>
        Partner("Dynatrace", $"{environmentUrl.TrimEnd('/')}/api/v2/logs/ingest/aws_firehose", apiToken) with
        {
            Buffering = ConstructDefaults.Current.DynatraceBuffering,
            RetryFor = ConstructDefaults.Current.DynatraceRetry,
        };

    /// <summary>Coralogix, with its own address, 6 MiB or 60 s, and 300 s of retries.</summary>
    /// <param name="endpoint">The account's region.</param>
    /// <param name="sendKey">The secret that holds the private key.</param>
    /// <param name="application">The application that Coralogix files the records under.</param>
    /// <param name="subsystem">The subsystem that Coralogix files the records under.</param>
    /// <returns>The destination.</returns>
    /// <remarks>
    /// Sources: Coralogix's own Terraform module for Firehose, and "Configure destination settings for Coralogix" in the Firehose developer guide.
    /// </remarks>
    public static HttpDestination Coralogix(CoralogixEndpoint endpoint, ISecret sendKey, string application, string subsystem) =>
        Partner("Coralogix", endpoint.Url, sendKey) with
        {
            Buffering = ConstructDefaults.Current.CoralogixBuffering,
            Attributes = new Dictionary<string, string> { ["applicationName"] = application, ["subsystemName"] = subsystem },
        };

    /// <summary>Elastic Cloud, with the address of a deployment, and 1 MiB or 60 s.</summary>
    /// <param name="url">The deployment's address, such as <c>https://web.es.eu-west-1.aws.elastic-cloud.com</c>.</param>
    /// <param name="apiKey">The secret that holds the API key.</param>
    /// <returns>The destination.</returns>
    /// <remarks>
    /// Sources: "Configure destination settings for Elastic" in the Firehose developer guide, and the documentation of Elastic's integration
    /// <c>awsfirehose</c>. <see cref="Attributes"/> may name the data stream, as <c>es_datastream_name</c>.
    /// </remarks>
    public static HttpDestination Elastic(string url, ISecret apiKey) =>
        Partner("Elastic", url, apiKey) with { Buffering = ConstructDefaults.Current.ElasticBuffering };

    /// <summary>Honeycomb, with its own address, and 15 MiB or 60 s.</summary>
    /// <param name="endpoint">The team's region.</param>
    /// <param name="dataset">The slug of the dataset that takes the records.</param>
    /// <param name="ingestKey">The secret that holds the ingest key.</param>
    /// <returns>The destination.</returns>
    /// <remarks>Sources: those of <see cref="HoneycombEndpoint"/>, and Honeycomb's own Terraform module for Firehose.</remarks>
    public static HttpDestination Honeycomb(HoneycombEndpoint endpoint, string dataset, ISecret ingestKey) =>
        Partner("Honeycomb", $"{endpoint.Server}/1/kinesis_events/{dataset}", ingestKey) with
        {
            Buffering = ConstructDefaults.Current.HoneycombBuffering,
        };

    /// <summary>LogicMonitor, with the address of an account, and the service's own buffering, since LogicMonitor documents none.</summary>
    /// <param name="account">The account's name, as in <c>https://ACCOUNT.logicmonitor.com</c>.</param>
    /// <param name="apiKey">The secret that holds the API key.</param>
    /// <returns>The destination.</returns>
    /// <remarks>Source: "Configure destination settings for LogicMonitor" in the Firehose developer guide.</remarks>
    public static HttpDestination LogicMonitor(string account, ISecret apiKey) =>
        Partner("LogicMonitor", $"https://{account}.logicmonitor.com", apiKey);

    /// <summary>Logz.io, with its own address, and the service's own buffering, since Logz.io documents none.</summary>
    /// <param name="endpoint">Which of Logz.io's listeners.</param>
    /// <param name="shippingToken">The secret that holds the shipping token.</param>
    /// <returns>The destination.</returns>
    /// <remarks>Sources: those of <see cref="LogzIoEndpoint"/>.</remarks>
    public static HttpDestination LogzIo(LogzIoEndpoint endpoint, ISecret shippingToken) => Partner("Logz.io", endpoint.Url, shippingToken);

    private static HttpDestination Partner(string name, string url, ISecret key) => new() { Name = name, Url = url, AccessKey = key };
}
