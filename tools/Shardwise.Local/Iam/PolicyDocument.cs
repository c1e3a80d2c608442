using System.Text.Json.Nodes;

namespace Shardwise.Local.Iam;

/// <summary>A policy: its statements, read from JSON whose references are resolved.</summary>
internal sealed record PolicyDocument(IReadOnlyList<PolicyStatement> Statements)
{
    public static PolicyDocument Read(JsonNode? document)
    {
        bool hasVariables = Text(document?["Version"]) == "2012-10-17";
        var statements = document?["Statement"] switch
        {
            JsonArray list => list.OfType<JsonObject>(),
            JsonObject single => [single],
            _ => [],
        };
        return new PolicyDocument([.. statements.Select(statement => Statement(statement, hasVariables))]);
    }

    private static PolicyStatement Statement(JsonObject statement, bool hasVariables)
    {
        IReadOnlyList<PolicyPattern> Patterns(string name) => [.. Texts(statement[name]).Select(text => new PolicyPattern(text, hasVariables))];
        return new PolicyStatement
        {
            IsDeny = Text(statement["Effect"]) == "Deny",
            Actions = Patterns("Action"),
            NotActions = Patterns("NotAction"),
            Resources = Patterns("Resource"),
            NotResources = Patterns("NotResource"),
            Principals = Principals(statement["Principal"], isNot: false) ?? Principals(statement["NotPrincipal"], isNot: true),
            Conditions = [.. from entry in statement["Condition"] as JsonObject ?? []
                             from key in entry.Value as JsonObject ?? []
                             select new PolicyCondition(entry.Key, key.Key, Texts(key.Value), hasVariables)],
        };
    }

    private static PolicyPrincipals? Principals(JsonNode? node, bool isNot) => node switch
    {
        null => null,
        JsonObject map => new PolicyPrincipals(isNot, Texts(map["AWS"]), Texts(map["Service"])),
        _ => new PolicyPrincipals(isNot, Texts(node), []),
    };

    private static List<string> Texts(JsonNode? node) => node switch
    {
        null => [],
        JsonArray list => [.. list.Select(Text).OfType<string>()],
        _ => Text(node) is { } text ? [text] : [],
    };

    private static string? Text(JsonNode? node) => node is JsonValue value ? value.TryGetValue(out string? text) ? text : value.ToJsonString() : null;
}
