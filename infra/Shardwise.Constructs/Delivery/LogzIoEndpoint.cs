namespace Shardwise.Constructs.Delivery;

/// <summary>Where Logz.io takes what Firehose delivers.</summary>
public sealed record LogzIoEndpoint
{
    private LogzIoEndpoint(string url) => Url = url;

    /// <summary>The address.</summary>
    public string Url { get; }

    /// <summary>Metrics.</summary>
    /// <param name="region">The account's region, such as <c>us</c> or <c>eu</c>.</param>
    /// <returns>The endpoint.</returns>
    /// <remarks>Source: "Configure destination settings for Logz.io" in the Firehose developer guide.</remarks>
    public static LogzIoEndpoint Metrics(string region) => new($"https://listener-aws-metrics-stream-{region}.logz.io/");

    /// <summary>Logs.</summary>
    /// <param name="listenerHost">The account's listener, such as <c>listener.logz.io</c> or <c>listener-eu.logz.io</c>.</param>
    /// <returns>The endpoint.</returns>
    /// <remarks>Source, docs.logz.io: the parameter <c>LogzioListener</c> of the Firehose logs stack.</remarks>
    public static LogzIoEndpoint Logs(string listenerHost) => new($"https://aws-firehose-logs-{listenerHost}");
}
