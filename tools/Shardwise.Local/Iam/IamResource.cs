using System.Text.Json.Nodes;

namespace Shardwise.Local.Iam;

/// <summary>What permissions are read from: a resource of the template, its references resolved.</summary>
internal sealed record IamResource(string Type, string LogicalId, string Name, string Arn, JsonObject Properties);
