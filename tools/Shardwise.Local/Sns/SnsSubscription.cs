using System.Text.Json.Nodes;
using Shardwise.Local.Patterns;

namespace Shardwise.Local.Sns;

/// <summary>A subscription to a topic.</summary>
internal sealed class SnsSubscription(string arn, string topicArn, string protocol, string endpoint)
{
    private readonly Dictionary<string, string> _attributes = new(StringComparer.Ordinal);
    private EventPattern? _filter;

    public string Arn { get; } = arn;

    public string TopicArn { get; } = topicArn;

    public string Protocol { get; } = protocol;

    public string Endpoint { get; } = endpoint;

    public IReadOnlyDictionary<string, string> Attributes => _attributes;

    /// <summary>Whether the message goes as it is, and not in a notification.</summary>
    public bool IsRaw => _attributes.GetValueOrDefault("RawMessageDelivery") == "true";

    /// <summary>The queue for what cannot be delivered; null where it is dropped.</summary>
    public string? DeadLetterArn => _attributes.TryGetValue("RedrivePolicy", out string? policy)
        ? JsonNode.Parse(policy)?["deadLetterTargetArn"]?.ToString() : null;

    /// <exception cref="AwsError">The attribute or its value is not allowed.</exception>
    public void Set(string name, string value)
    {
        if (name is not (
            "RawMessageDelivery" or "FilterPolicy" or "FilterPolicyScope" or "RedrivePolicy" or "DeliveryPolicy" or "SubscriptionRoleArn"))
        {
            throw SnsErrors.Invalid($"AttributeName: {name}");
        }

        if (name == "FilterPolicy")
        {
            _filter = value is "" or "{}" ? null : Filter(value);
        }

        _attributes[name] = value;
    }

    public bool Wants(SnsMessage message)
    {
        if (_filter is null)
        {
            return true;
        }

        if (_attributes.GetValueOrDefault("FilterPolicyScope") != "MessageBody")
        {
            return _filter.Matches(message.FilteredAttributes());
        }

        try
        {
            return _filter.Matches(JsonNode.Parse(message.TextFor(Protocol)));
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }

    private static EventPattern Filter(string policy)
    {
        try
        {
            return EventPattern.Parse(policy);
        }
        catch (FormatException exception)
        {
            throw SnsErrors.Invalid($"FilterPolicy: {exception.Message}");
        }
    }
}
