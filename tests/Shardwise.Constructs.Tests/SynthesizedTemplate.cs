using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Amazon.CDK.Assertions;

namespace Shardwise.Constructs.Tests;

/// <summary>The template of a stack, to be asked.</summary>
public sealed partial class SynthesizedTemplate(JsonObject json, JsonObject? acknowledged = null)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The CDK's own assertions over it.</summary>
    public Template Assertions => Template.FromString(json.ToJsonString());

    /// <summary>The reasons why rules do not apply that constructs have beside the template, by the logical ids of their resources.</summary>
    public JsonObject Acknowledged => acknowledged ?? [];

    /// <summary>The whole of it.</summary>
    public JsonObject Root => json;

    public IReadOnlyDictionary<string, JsonObject> Resources(string type) => (json["Resources"]?.AsObject() ?? [])
        .Where(resource => (string?)resource.Value!["Type"] == type)
        .ToDictionary(resource => resource.Key, resource => resource.Value!.AsObject());

    public IEnumerable<string> Types() => json["Resources"]!.AsObject().Select(resource => (string)resource.Value!["Type"]!);

    public JsonObject Only(string type) => Assert.Single(Resources(type)).Value;

    public JsonNode OnlyProperties(string type) => Only(type)["Properties"]!;

    public JsonNode Output(string id) => json["Outputs"]![id]!["Value"]!;

    /// <summary>Each action that a policy of the stack allows, with the resource it allows it on, in order.</summary>
    public IEnumerable<string> Allowed() =>
        from policy in Resources("AWS::IAM::Policy").Values
        from statement in policy["Properties"]!["PolicyDocument"]!["Statement"]!.AsArray()
        from action in Several(statement!["Action"]!)
        from resource in Several(statement["Resource"]!)
        let line = $"{statement["Effect"]} {action} on {Plain(resource)}"
        orderby line
        select line;

    /// <summary>Each alarm as: metric, statistic, dimensions.</summary>
    public IEnumerable<string> AlarmedMetrics() =>
        from alarm in Resources("AWS::CloudWatch::Alarm").Values
        let properties = alarm["Properties"]!
        let dimensions = properties["Dimensions"]!.AsArray().Select(dimension => $"{dimension!["Name"]}={Plain(dimension["Value"]!)}")
        select $"{properties["Namespace"]} {properties["MetricName"]} {properties["Statistic"]} {string.Join(",", dimensions)}";

    /// <summary>The alarm on a metric; of two on an age, the one that is not of the delay.</summary>
    public JsonNode Alarm(string metric) => Assert.Single(
        Resources("AWS::CloudWatch::Alarm"),
        alarm => (string?)alarm.Value["Properties"]!["MetricName"] == metric && !alarm.Key.Contains("DelayAlarm", StringComparison.Ordinal))
        .Value["Properties"]!;

    /// <summary>A value as text: references as <c>{Name}</c> without their hash, which tells nothing.</summary>
    public static string Plain(JsonNode value) => value switch
    {
        JsonObject reference when reference["Ref"] is { } name => $"{{{LogicalIdHash().Replace((string)name!, "")}}}",
        JsonObject attribute when attribute["Fn::GetAtt"] is JsonArray parts =>
            $"{{{LogicalIdHash().Replace((string)parts[0]!, "")}.{parts[1]}}}",
        JsonObject import when import["Fn::ImportValue"] is { } export => $"{{{Plain(export)}}}",
        JsonObject join when join["Fn::Join"] is JsonArray parts => string.Concat(parts[1]!.AsArray().Select(part => Plain(part!))),
        _ => value.ToString(),
    };

    /// <summary>The whole of it, with what changes from build to build masked.</summary>
    public string Snapshot() => VersionHash().Replace(AssetHash().Replace(json.ToJsonString(Indented), "ASSET"), "$1HASH") + "\n";

    /// <summary>Each reason in the template as: resource, rule, reason.</summary>
    public IEnumerable<string> Reasons() =>
        from resource in (json["Resources"]?.AsObject() ?? [])
        from rule in resource.Value!["Metadata"]?["cdk_nag"]?["rules_to_suppress"]?.AsArray() ?? []
        select $"{resource.Key} {rule["id"]} {rule["reason"]}";

    /// <summary>Each reason beside the template in the same form: a rule that has one for each of several findings is one line.</summary>
    public IEnumerable<string> AcknowledgedRules() =>
        (from resource in Acknowledged
         from rule in resource.Value!.AsObject()
         select $"{resource.Key} {rule.Key.Split('[')[0]} {rule.Value}").Distinct();

    private static IEnumerable<JsonNode> Several(JsonNode value) => value is JsonArray array ? array.Select(item => item!) : [value];

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex AssetHash();

    // A function's version has a new id, and so is a new version, whenever the function's code or settings change.
    [GeneratedRegex("(CurrentVersion[0-9A-F]{8})[0-9a-f]{32}")]
    private static partial Regex VersionHash();

    [GeneratedRegex("[0-9A-F]{8}$")]
    private static partial Regex LogicalIdHash();
}
