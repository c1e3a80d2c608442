using System.Text.Json.Nodes;
using Shardwise.Local.Template;

namespace Shardwise.Local;

/// <summary>Who is told of which objects of a bucket.</summary>
/// <param name="Bucket">The bucket's name.</param>
/// <param name="Events">Such as <c>s3:ObjectCreated:*</c>.</param>
/// <param name="Prefix">What a key must begin with.</param>
/// <param name="Suffix">What a key must end with.</param>
/// <param name="TargetArn">The function, queue or topic; null is EventBridge, which is told of all.</param>
internal sealed record BucketNotification(string Bucket, IReadOnlyList<string> Events, string Prefix, string Suffix, string? TargetArn)
{
    // By the words of CloudFormation, and by those of the API, which CDK's custom resource takes.
    private static readonly (string List, string Target, string Events)[] Kinds =
    [
        ("LambdaConfigurations", "Function", "Event"), ("QueueConfigurations", "Queue", "Event"), ("TopicConfigurations", "Topic", "Event"),
        ("LambdaFunctionConfigurations", "LambdaFunctionArn", "Events"), ("QueueConfigurations", "QueueArn", "Events"),
        ("TopicConfigurations", "TopicArn", "Events"),
    ];

    /// <summary>Reads the notifications of a bucket of the template, or of CDK's custom resource for one.</summary>
    public static IReadOnlyList<BucketNotification> Read(TemplateResource resource, string bucket)
    {
        const string Root = "NotificationConfiguration";
        var properties = resource.Properties;
        var read = new List<BucketNotification>();
        foreach (var (list, target, events) in Kinds)
        {
            foreach (var node in properties.Has($"{Root}.{list}") ? properties.List($"{Root}.{list}").OfType<JsonObject>() : [])
            {
                if (TemplateResolver.Text(node[target]) is { } arn)
                {
                    var rules = (node["Filter"]?["S3Key"]?["Rules"] ?? node["Filter"]?["Key"]?["FilterRules"]) as JsonArray ?? [];
                    string Rule(string name) => rules.OfType<JsonObject>()
                        .FirstOrDefault(
                            rule => string.Equals(TemplateResolver.Text(rule["Name"]), name, StringComparison.OrdinalIgnoreCase)) is { } rule
                            ? TemplateResolver.Text(rule["Value"]) ?? "" : "";
                    read.Add(new BucketNotification(bucket, Texts(node[events]), Rule("prefix"), Rule("suffix"), arn));
                }
            }
        }

        if (properties.Has($"{Root}.EventBridgeConfiguration") && properties.Text($"{Root}.EventBridgeConfiguration.EventBridgeEnabled") != "false")
        {
            read.Add(new BucketNotification(bucket, ["s3:*"], "", "", null));
        }

        return read;
    }

    /// <summary>Whether it tells of an event.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The object's key.</param>
    /// <param name="name">The event, without its <c>s3:</c>.</param>
    public bool Tells(string bucket, string key, string name) =>
        bucket == Bucket
        && key.StartsWith(Prefix, StringComparison.Ordinal)
        && key.EndsWith(Suffix, StringComparison.Ordinal)
        && Events.Any(pattern => pattern.EndsWith('*')
            ? ("s3:" + name).StartsWith(pattern[..^1], StringComparison.Ordinal)
            : pattern == "s3:" + name);

    private static List<string> Texts(JsonNode? node) =>
        [.. (node is JsonArray array ? array : new JsonArray(node?.DeepClone())).Select(TemplateResolver.Text).OfType<string>()];
}
