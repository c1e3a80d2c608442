using System.Text.Json.Nodes;

namespace Shardwise.Local.Template;

/// <summary>One CloudFormation template as it was written, and the name of its stack.</summary>
internal sealed class StackTemplate(string stackName, JsonObject document)
{
    public string StackName { get; } = stackName;

    public JsonObject Resources { get; } = document["Resources"] as JsonObject
        ?? throw new LocalPipelineException($"template of stack '{stackName}': it has no Resources");

    public JsonObject Parameters { get; } = document["Parameters"] as JsonObject ?? [];

    public JsonObject Conditions { get; } = document["Conditions"] as JsonObject ?? [];

    public JsonObject Mappings { get; } = document["Mappings"] as JsonObject ?? [];
}
