using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Shardwise.Local.Schedules;

/// <summary>What a rule's target gets: the event, a part of it, a constant, or a template filled from it.</summary>
internal sealed class TargetInput
{
    // What of a target is read by name; another kind of value would be a failure in the middle of a delivery.
    private static readonly string[] Objects = ["DeadLetterConfig", "InputTransformer", "KinesisParameters", "RetryPolicy", "SqsParameters"];

    private readonly string? _constant;
    private readonly string? _path;
    private readonly string? _template;
    private readonly IReadOnlyDictionary<string, string> _paths;

    private TargetInput(string? constant, string? path, string? template, IReadOnlyDictionary<string, string> paths)
    {
        _constant = constant;
        _path = path;
        _template = template;
        _paths = paths;
    }

    /// <summary>Reads a target whose references are resolved.</summary>
    public static TargetInput Read(JsonObject target, Func<string, LocalPipelineException> problem)
    {
        if (Objects.FirstOrDefault(name => target[name] is not (null or JsonObject)) is { } wrong)
        {
            throw problem($"has {wrong}, which is no JSON object");
        }

        var transformer = target["InputTransformer"] as JsonObject;
        var paths = (transformer?["InputPathsMap"] as JsonObject ?? [])
            .ToDictionary(entry => entry.Key, entry => entry.Value?.ToString() ?? "", StringComparer.Ordinal);
        string? template = transformer?["InputTemplate"]?.ToString();
        if (transformer is not null && template is null)
        {
            throw problem("has an InputTransformer without InputTemplate");
        }

        var input = new TargetInput(target["Input"]?.ToString(), target["InputPath"]?.ToString(), template, paths);
        input.Check(problem);
        return input;
    }

    public string Apply(JsonObject scheduledEvent, string ruleName, string ruleArn)
    {
        if (_constant is not null)
        {
            return _constant;
        }

        if (_path is not null)
        {
            return Select(scheduledEvent, _path)?.ToJsonString() ?? "null";
        }

        return _template is null ? scheduledEvent.ToJsonString() : Fill(_template, Values(scheduledEvent, ruleName, ruleArn));
    }

    // A broken template is told when the pipeline starts, not at the first tick.
    private void Check(Func<string, LocalPipelineException> problem)
    {
        string filled = Apply(ScheduledEvent.Create(Guid.Empty, DateTimeOffset.UnixEpoch, "us-east-1", "000000000000", "arn"), "rule", "arn");
        try
        {
            JsonNode.Parse(filled);
        }
        catch (JsonException)
        {
            throw problem($"gives the function an input that is not JSON: {filled}");
        }
    }

    private Dictionary<string, JsonNode?> Values(JsonObject scheduledEvent, string ruleName, string ruleArn)
    {
        var values = _paths.ToDictionary(entry => entry.Key, entry => Select(scheduledEvent, entry.Value), StringComparer.Ordinal);
        values["aws.events.rule-name"] = ruleName;
        values["aws.events.rule-arn"] = ruleArn;
        values["aws.events.event.ingestion-time"] = scheduledEvent["time"];
        values["aws.events.event.json"] = scheduledEvent;
        values["aws.events.event"] = scheduledEvent;
        return values;
    }

    // Outside quotes a placeholder becomes a JSON value, inside quotes the bare text: EventBridge does the same.
    private static string Fill(string template, Dictionary<string, JsonNode?> values)
    {
        var filled = new StringBuilder(template.Length + 128);
        bool quoted = false;
        for (int i = 0; i < template.Length; i++)
        {
            char c = template[i];
            int end = c == '<' ? template.IndexOf('>', i) : -1;
            if (end > i && values.TryGetValue(template[(i + 1)..end], out var value))
            {
                filled.Append(quoted ? Bare(value) : value?.ToJsonString() ?? "null");
                i = end;
                continue;
            }

            if (c == '\\' && quoted && i + 1 < template.Length)
            {
                filled.Append(c).Append(template[++i]);
                continue;
            }

            quoted ^= c == '"';
            filled.Append(c);
        }

        return filled.ToString();
    }

    private static string Bare(JsonNode? value)
    {
        string text = value is JsonValue single && single.TryGetValue(out string? plain) ? plain : value?.ToJsonString() ?? "";
        return JsonEncodedText.Encode(text).ToString();
    }

    private static JsonNode? Select(JsonNode root, string path)
    {
        JsonNode? node = root;
        foreach (string step in path.TrimStart('$').Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            string name = step.Split('[')[0];
            node = name.Length == 0 ? node : (node as JsonObject)?[name];
            foreach (string index in step.Split('[').Skip(1))
            {
                node = int.TryParse(index.TrimEnd(']'), CultureInfo.InvariantCulture, out int i) && node is JsonArray items && i >= 0
                    && i < items.Count ? items[i] : null;
            }
        }

        return node;
    }
}
