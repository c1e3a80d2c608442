using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shardwise.Local.Routing;
using Shardwise.Local.Rpc;
using Shardwise.Local.Sqs;

namespace Shardwise.Local.Sns;

/// <summary>The operations of SNS on topics.</summary>
internal sealed class SnsOperations
{
    // The Publish API reference.
    private const int LargestMessage = 262_144;

    private readonly SnsTopics _topics;
    private readonly string _account;

    public SnsOperations(SnsTopics topics, string account)
    {
        (_topics, _account) = (topics, account);
        Table = new Dictionary<string, RpcOperation>(StringComparer.Ordinal)
        {
            ["CreateTopic"] = Answer(request => new() { ["TopicArn"] = _topics.Create(request.Text("Name"), request.Map("Attributes")) }),
            ["DeleteTopic"] = Answer(request => Do(() => _topics.Delete(request.Text("TopicArn")))),
            ["ListTopics"] = Answer(_ => new()
            {
                ["Topics"] = _topics.Arns.Select(arn => (object?)new Dictionary<string,
                object?>
                { ["TopicArn"] = arn }).ToList()
            }),
            ["GetTopicAttributes"] = Answer(GetTopicAttributes),
            ["SetTopicAttributes"] = Answer(request =>
                Do(() => _topics.AttributesOf(request.Text("TopicArn"))[request.Text("AttributeName")] = request.OptionalText("AttributeValue")
                    ?? "")),
            ["Subscribe"] = Answer(Subscribe),
            ["Unsubscribe"] = Answer(request => Do(() => _topics.Unsubscribe(request.Text("SubscriptionArn")))),
            ["ListSubscriptions"] = Answer(_ => Tell(_topics.Subscriptions)),
            ["ListSubscriptionsByTopic"] = Answer(request =>
                Tell(_topics.AttributesOf(request.Text("TopicArn")) is null ? [] : _topics.Of(request.Text("TopicArn")))),
            ["GetSubscriptionAttributes"] = Answer(GetSubscriptionAttributes),
            ["SetSubscriptionAttributes"] = Answer(request => Do(() => _topics.Subscription(request.Text("SubscriptionArn"))
                .Set(request.Text("AttributeName"), request.OptionalText("AttributeValue") ?? ""))),
            ["Publish"] = PublishAsync,
            ["PublishBatch"] = PublishBatchAsync,
        };
    }

    public IReadOnlyDictionary<string, RpcOperation> Table { get; }

    /// <summary>SNS spells itself in capitals where it refuses.</summary>
    public static IReadOnlyList<NeededPermission>? Needs(RpcCall call)
    {
        string action = call.Call.Operation == "PublishBatch" ? "Publish" : call.Call.Operation;
        string? subscription = call.Request.OptionalText("SubscriptionArn");
        string resource = call.Request.OptionalText("TopicArn") ?? call.Request.OptionalText("TargetArn")
            ?? (subscription is null ? "*" : subscription[..subscription.LastIndexOf(':')]);
        return [new NeededPermission("SNS:" + action, resource)
        {
            Context = new Dictionary<string, string?> { ["sns:Protocol"] = call.Request.OptionalText("Protocol"),
                ["sns:Endpoint"] = call.Request.OptionalText("Endpoint") },
        }];
    }

    private static RpcOperation Answer(Func<ServiceRequest, Dictionary<string, object?>?> operation) => call =>
        Task.FromResult(operation(call.Request));

    private static Dictionary<string, object?>? Do(Action action)
    {
        action();
        return null;
    }

    private Dictionary<string, object?> GetTopicAttributes(ServiceRequest request)
    {
        string arn = request.Text("TopicArn");
        var attributes = new AwsMap(_topics.AttributesOf(arn))
        {
            ["TopicArn"] = arn,
            ["Owner"] = _account,
            ["SubscriptionsConfirmed"] = _topics.Of(arn).Count().ToString(CultureInfo.InvariantCulture),
            ["SubscriptionsPending"] = "0",
            ["SubscriptionsDeleted"] = "0",
        };
        return new() { ["Attributes"] = attributes };
    }

    private Dictionary<string, object?> Subscribe(ServiceRequest request) => new()
    {
        ["SubscriptionArn"] = _topics.Subscribe(request.Text("TopicArn"), request.Text("Protocol"), request.Text("Endpoint"),
            request.Map("Attributes")).Arn,
    };

    private Dictionary<string, object?> Tell(IEnumerable<SnsSubscription> subscriptions) => new()
    {
        ["Subscriptions"] = subscriptions.Select(subscription => (object?)new Dictionary<string, object?>
        {
            ["SubscriptionArn"] = subscription.Arn,
            ["Owner"] = _account,
            ["Protocol"] = subscription.Protocol,
            ["Endpoint"] = subscription.Endpoint,
            ["TopicArn"] = subscription.TopicArn,
        }).ToList(),
    };

    private Dictionary<string, object?> GetSubscriptionAttributes(ServiceRequest request)
    {
        var subscription = _topics.Subscription(request.Text("SubscriptionArn"));
        return new()
        {
            ["Attributes"] = new AwsMap(subscription.Attributes)
            {
                ["SubscriptionArn"] = subscription.Arn,
                ["TopicArn"] = subscription.TopicArn,
                ["Protocol"] = subscription.Protocol,
                ["Endpoint"] = subscription.Endpoint,
                ["Owner"] = _account,
                ["PendingConfirmation"] = "false",
                ["ConfirmationWasAuthenticated"] = "true",
            },
        };
    }

    private async Task<Dictionary<string, object?>?> PublishAsync(RpcCall call)
    {
        string? arn = call.Request.OptionalText("TopicArn") ?? call.Request.OptionalText("TargetArn");
        if (arn is null)
        {
            throw call.Request.Has("PhoneNumber") ? SnsErrors.Invalid("PhoneNumber: text messages are not sent locally")
                : SnsErrors.Invalid("TopicArn or TargetArn Reason: no value for required parameter");
        }

        return new() { ["MessageId"] = await _topics.PublishAsync(arn, Message(arn, call.Request), call.Aborted).ConfigureAwait(false) };
    }

    private async Task<Dictionary<string, object?>?> PublishBatchAsync(RpcCall call)
    {
        string arn = call.Request.Text("TopicArn");
        var entries = call.Request.Structures("PublishBatchRequestEntries");
        if (entries.Count is 0 or > 10)
        {
            throw entries.Count == 0
                ? SnsErrors.InvalidBatch("EmptyBatchRequest", "The batch request doesn't contain any entries.")
                : SnsErrors.InvalidBatch("TooManyEntriesInBatchRequest", "The batch request contains more entries than permissible.");
        }

        List<object?> successful = [], failed = [];
        foreach (var entry in entries)
        {
            try
            {
                string id = await _topics.PublishAsync(arn, Message(arn, entry), call.Aborted).ConfigureAwait(false);
                successful.Add(new Dictionary<string, object?> { ["Id"] = entry.Text("Id"), ["MessageId"] = id });
            }
            catch (AwsError error)
            {
                failed.Add(new Dictionary<string, object?>
                {
                    ["Id"] = entry.Text("Id"), ["Code"] = error.Code, ["Message"] = error.Message,
                    ["SenderFault"] = true
                });
            }
        }

        return new() { ["Successful"] = successful, ["Failed"] = failed };
    }

    private SnsMessage Message(string arn, ServiceRequest request)
    {
        string text = request.OptionalText("Message") is { Length: > 0 } given ? given : throw SnsErrors.Invalid("Empty message");
        bool isByProtocol = request.OptionalText("MessageStructure") == "json";
        if (Encoding.UTF8.GetByteCount(text) > LargestMessage)
        {
            throw SnsErrors.Invalid("Message too long");
        }

        if (isByProtocol && !HasDefault(text))
        {
            throw SnsErrors.Invalid("Message Structure - No default entry in JSON message body");
        }

        bool isFifo = arn.EndsWith(".fifo", StringComparison.Ordinal);
        if (isFifo && !request.Has("MessageGroupId"))
        {
            throw SnsErrors.Invalid("The MessageGroupId parameter is required for FIFO topics");
        }

        return _topics.Message(arn, text) with
        {
            Subject = request.OptionalText("Subject"),
            IsByProtocol = isByProtocol,
            Attributes = request.StructureMap("MessageAttributes").ToDictionary(
                attribute => attribute.Key,
                attribute => new SqsMessageAttribute(
                    attribute.Value.Text("DataType"), attribute.Value.OptionalText("StringValue"), attribute.Value.Bytes("BinaryValue")),
                StringComparer.Ordinal),
            GroupId = request.OptionalText("MessageGroupId"),
            DeduplicationId = request.OptionalText("MessageDeduplicationId"),
        };
    }

    private static bool HasDefault(string text)
    {
        try
        {
            return JsonNode.Parse(text)?["default"] is JsonValue;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
