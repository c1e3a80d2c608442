using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Shardwise.Local.Schedules;
using Shardwise.Local.Targets;

namespace Shardwise.Local.Events;

/// <summary>A target of a rule or schedule, read from JSON as templates and requests have it.</summary>
internal sealed class EventTarget
{
    private readonly JsonObject _target;
    private readonly TargetInput _input;

    /// <param name="target">The target.</param>
    /// <param name="problem">Makes the error for what is wrong with it.</param>
    public EventTarget(JsonObject target, Func<string, LocalPipelineException> problem)
    {
        _target = target;
        Id = Text(target["Id"]) ?? "";
        Arn = Text(target["Arn"]) ?? throw problem("has no Arn");
        _input = TargetInput.Read(target, problem);
    }

    public string Id { get; }

    public string Arn { get; }

    public string? DeadLetterArn => Text(_target["DeadLetterConfig"]?["Arn"]);

    /// <summary>What the target gets of an event.</summary>
    public TargetMessage Message(JsonObject occurrence, string ruleName, string ruleArn, string service) =>
        new(Encoding.UTF8.GetBytes(_input.Apply(occurrence, ruleName, ruleArn)))
        {
            Service = service,
            SourceArn = ruleArn,
            RoleArn = Text(_target["RoleArn"]),
            GroupId = Text(_target["SqsParameters"]?["MessageGroupId"]),
            PartitionKey = Text(_target["KinesisParameters"]?["PartitionKey"]) ?? PartitionKey(occurrence),
            MaximumRetries = Math.Min(2, Number(_target["RetryPolicy"]?["MaximumRetryAttempts"]) ?? 2),
            MaximumAge = TimeSpan.FromSeconds(Math.Min(21_600, Number(_target["RetryPolicy"]?["MaximumEventAgeInSeconds"]) ?? 21_600)),
        };

    // By the path that the target names, else the event's id.
    private string? PartitionKey(JsonObject occurrence)
    {
        JsonNode? node = occurrence;
        foreach (string step in (Text(_target["KinesisParameters"]?["PartitionKeyPath"]) ?? "$.id").TrimStart('$').Split('.',
            StringSplitOptions.RemoveEmptyEntries))
        {
            node = (node as JsonObject)?[step];
        }

        return node?.ToString();
    }

    private static string? Text(JsonNode? node) => node is JsonValue value ? value.TryGetValue(out string? text) ? text : value.ToJsonString() : null;

    private static int? Number(JsonNode? node) => int.TryParse(Text(node), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        ? number : null;
}
