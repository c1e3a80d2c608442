using System.Text.Json.Nodes;
using Shardwise.Local.Parts;
using Shardwise.Local.Template;

namespace Shardwise.Local.Sqs;

/// <summary>The queues of the template.</summary>
internal sealed class QueuePart : IPipelinePart
{
    private readonly List<(TemplateResource Resource, Dictionary<string, string> Attributes, Dictionary<string, string> Tags)> _queues = [];

    /// <inheritdoc/>
    public IReadOnlyList<ResourceNote> Read(PipelinePlan plan)
    {
        foreach (var resource in plan.OfType("AWS::SQS::Queue"))
        {
            var properties = resource.Properties.All();
            var attributes = properties.Where(property => property.Key is not "QueueName" and not "Tags")
                .ToDictionary(property => property.Key, property => Text(property.Value), StringComparer.Ordinal);
            Check(resource, attributes);
            _queues.Add((resource, attributes, Tags(properties["Tags"])));
        }

        return [];
    }

    /// <inheritdoc/>
    public Task StartAsync(PipelineContext context, CancellationToken cancellationToken)
    {
        foreach (var (resource, attributes, tags) in _queues)
        {
            var queue = context.Services.Queues.Create(resource.Name, attributes);
            foreach (var (key, value) in tags)
            {
                queue.Tags[key] = value;
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // Told before anything runs, with the resource's name.
    private static void Check(TemplateResource resource, Dictionary<string, string> attributes)
    {
        try
        {
            new SqsQueues("us-east-1", "000000000000", TimeProvider.System).Create(resource.Name, attributes);
        }
        catch (AwsError error)
        {
            throw new LocalPipelineException($"template: {resource.Label} (AWS::SQS::Queue): AWS would refuse it: {error.Message}", error);
        }
    }

    private static Dictionary<string, string> Tags(JsonNode? tags) => (tags as JsonArray ?? []).OfType<JsonObject>()
        .Where(tag => tag["Key"] is not null)
        .GroupBy(tag => Text(tag["Key"]))
        .ToDictionary(group => group.Key, group => Text(group.Last()["Value"]), StringComparer.Ordinal);

    // Policies and redrive are objects, and numbers and flags are texts to the service.
    private static string Text(JsonNode? node) => node is JsonObject or JsonArray ? node.ToJsonString() : TemplateResolver.Text(node) ?? "";
}
