using System.Globalization;
using System.Text.Json.Nodes;
using Shardwise.Local.Sqs;

namespace Shardwise.Local.Sns;

/// <summary>What is published to a topic.</summary>
internal sealed record SnsMessage(string Id, string TopicArn, DateTimeOffset Time, string Text)
{
    public string? Subject { get; init; }

    /// <summary>True where the text is a JSON object of a text for each protocol.</summary>
    public bool IsByProtocol { get; init; }

    public IReadOnlyDictionary<string, SqsMessageAttribute> Attributes { get; init; } = new Dictionary<string, SqsMessageAttribute>();

    public string? GroupId { get; init; }

    public string? DeduplicationId { get; init; }

    /// <summary>The text that subscribers of a protocol get.</summary>
    public string TextFor(string protocol)
    {
        var texts = IsByProtocol ? JsonNode.Parse(Text) : null;
        return texts is null ? Text : (texts[protocol] ?? texts["default"])!.ToString();
    }

    /// <summary>The notification as queues get it.</summary>
    public JsonObject Envelope(string protocol, string subscriptionArn, string region) =>
        Notification(protocol, subscriptionArn, region, "SigningCertURL", "UnsubscribeURL");

    /// <summary>The event as functions get it.</summary>
    public JsonObject LambdaEvent(string subscriptionArn, string region) => new()
    {
        ["Records"] = new JsonArray(new JsonObject
        {
            ["EventSource"] = "aws:sns",
            ["EventVersion"] = "1.0",
            ["EventSubscriptionArn"] = subscriptionArn,
            ["Sns"] = Notification("lambda", subscriptionArn, region, "SigningCertUrl", "UnsubscribeUrl"),
        }),
    };

    /// <summary>The attributes as a filter policy sees them: a list of texts is a list, a number a number.</summary>
    public JsonObject FilteredAttributes() => new(Attributes.Where(attribute => attribute.Value.StringValue is not null)
        .Select(attribute => KeyValuePair.Create(attribute.Key, Filtered(attribute.Value))));

    private static JsonNode? Filtered(SqsMessageAttribute attribute)
    {
        bool isJson = attribute.DataType.StartsWith("String.Array", StringComparison.Ordinal)
            || attribute.DataType.StartsWith("Number", StringComparison.Ordinal);
        try
        {
            return isJson ? JsonNode.Parse(attribute.StringValue!) : attribute.StringValue;
        }
        catch (System.Text.Json.JsonException)
        {
            return attribute.StringValue;
        }
    }

    private JsonObject Notification(string protocol, string subscriptionArn, string region, string certificate, string unsubscribe)
    {
        var notification = new JsonObject { ["Type"] = "Notification", ["MessageId"] = Id, ["TopicArn"] = TopicArn };
        if (Subject is not null)
        {
            notification["Subject"] = Subject;
        }

        notification["Message"] = TextFor(protocol);
        notification["Timestamp"] = Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        notification["SignatureVersion"] = "1";
        notification["Signature"] = "local";
        notification[certificate] = $"https://sns.{region}.amazonaws.com/SimpleNotificationService-local.pem";
        notification[unsubscribe] = $"https://sns.{region}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn={subscriptionArn}";
        if (Attributes.Count > 0)
        {
            notification["MessageAttributes"] = new JsonObject(
                Attributes.Select(attribute => KeyValuePair.Create(attribute.Key, (JsonNode?)new JsonObject
                {
                    ["Type"] = attribute.Value.DataType,
                    ["Value"] = attribute.Value.BinaryValue is { } bytes ? Convert.ToBase64String(bytes.Span) : attribute.Value.StringValue,
                })));
        }

        return notification;
    }
}
