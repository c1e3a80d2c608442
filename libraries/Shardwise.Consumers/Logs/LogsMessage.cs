using System.Text.Json.Serialization;

namespace Shardwise.Consumers;

/// <summary>What a subscription filter of CloudWatch Logs puts into a record: events of one log stream, and where they come from.</summary>
/// <remarks>Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html</remarks>
public sealed record LogsMessage
{
    /// <summary><c>DATA_MESSAGE</c>, or <c>CONTROL_MESSAGE</c> of a service that only looks whether the stream can be reached.</summary>
    [JsonPropertyName("messageType")]
    public required string MessageType { get; init; }

    /// <summary>The account that the log group is in.</summary>
    [JsonPropertyName("owner")]
    public string Owner { get; init; } = "";

    /// <summary>The log group.</summary>
    [JsonPropertyName("logGroup")]
    public string LogGroup { get; init; } = "";

    /// <summary>The log stream.</summary>
    [JsonPropertyName("logStream")]
    public string LogStream { get; init; } = "";

    /// <summary>The subscription filters that the events passed.</summary>
    [JsonPropertyName("subscriptionFilters")]
    public IReadOnlyList<string> SubscriptionFilters { get; init; } = [];

    /// <summary>
    /// The level of the policy that enforced the subscription, such as <c>ACCOUNT_LEVEL_POLICY</c>; <see langword="null"/> for a filter of the
    /// group's own.
    /// </summary>
    [JsonPropertyName("policyLevel")]
    public string? PolicyLevel { get; init; }

    /// <summary>The events, in their order.</summary>
    [JsonPropertyName("logEvents")]
    public IReadOnlyList<LogEvent> LogEvents
    {
        get;
        init => field = value ?? [];
    }

    = [];
}
