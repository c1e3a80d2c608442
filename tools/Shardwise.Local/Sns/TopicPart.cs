using System.Text.Json.Nodes;
using Shardwise.Local.Parts;
using Shardwise.Local.Template;

namespace Shardwise.Local.Sns;

/// <summary>The topics and subscriptions of the template.</summary>
internal sealed class TopicPart : IPipelinePart
{
    private static readonly string[] Settings = ["FilterPolicy", "FilterPolicyScope", "RawMessageDelivery", "RedrivePolicy", "SubscriptionRoleArn"];

    private readonly List<TemplateResource> _topics = [];
    private readonly List<(TemplateResource Resource, string TopicArn, string Protocol, string Endpoint, Dictionary<string,
        string> Attributes)> _subscriptions = [];

    /// <inheritdoc/>
    public IReadOnlyList<ResourceNote> Read(PipelinePlan plan)
    {
        foreach (var topic in plan.OfType("AWS::SNS::Topic"))
        {
            _topics.Add(topic);
            foreach (var subscription in topic.Properties.List("Subscription").OfType<JsonObject>())
            {
                _subscriptions.Add((topic, topic.Arn, Text(subscription["Protocol"]), Text(subscription["Endpoint"]), []));
            }
        }

        foreach (var resource in plan.OfType("AWS::SNS::Subscription"))
        {
            var properties = resource.Properties;
            var attributes = Settings.Where(properties.Has).ToDictionary(name => name, name => Text(properties.Node(name)), StringComparer.Ordinal);
            Check(resource, attributes);
            _subscriptions.Add((resource, properties.RequiredText("TopicArn"), properties.RequiredText("Protocol"), properties.Text("Endpoint")
                ?? "", attributes));
        }

        return [.. _subscriptions.Where(subscription => subscription.Protocol is not ("sqs" or "lambda" or "firehose"))
            .Select(subscription => new ResourceNote(
                subscription.Resource, ResourceHandling.Runs,
                    $"what it would send by {subscription.Protocol} to {subscription.Endpoint} is a line of the log"))];
    }

    /// <inheritdoc/>
    public Task StartAsync(PipelineContext context, CancellationToken cancellationToken)
    {
        var topics = context.Services.Topics;
        var byArn = _topics.ToDictionary(topic => topic.Arn, StringComparer.Ordinal);
        topics.Said += (arn, text) =>
        {
            if (byArn.TryGetValue(arn, out var topic))
            {
                context.Say(topic, text);
            }
        };
        foreach (var topic in _topics)
        {
            topics.Create(topic.Name, topic.Properties.Flag("FifoTopic") ? new Dictionary<string, string> { ["FifoTopic"] = "true" } : []);
        }

        foreach (var subscription in _subscriptions)
        {
            Subscribe(topics, subscription);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // A topic of another stack that does not run has nobody to publish to it.
    private static void Subscribe(SnsTopics topics, (TemplateResource Resource, string TopicArn, string Protocol, string Endpoint,
        Dictionary<string, string> Attributes) subscription)
    {
        if (topics.Has(subscription.TopicArn))
        {
            topics.Subscribe(subscription.TopicArn, subscription.Protocol, subscription.Endpoint, subscription.Attributes);
        }
    }

    private static void Check(TemplateResource resource, Dictionary<string, string> attributes)
    {
        var subscription = new SnsSubscription("", "", "", "");
        foreach (var (name, value) in attributes)
        {
            try
            {
                subscription.Set(name, value);
            }
            catch (AwsError error)
            {
                throw new LocalPipelineException($"template: {resource.Label} (AWS::SNS::Subscription): AWS would refuse it: {error.Message}", error);
            }
        }
    }

    private static string Text(JsonNode? node) => node is JsonObject or JsonArray ? node.ToJsonString() : TemplateResolver.Text(node) ?? "";
}
