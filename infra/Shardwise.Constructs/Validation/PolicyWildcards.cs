using System.Text.Json;

namespace Shardwise.Constructs.Validation;

/// <summary>The wildcards of a rendered policy, as cdk-nag names them in its findings.</summary>
internal static class PolicyWildcards
{
    /// <summary>Each once: <c>Action::s3:*</c>, and <c>Resource::&lt;Lake5F1B88EA.Arn&gt;/*</c> with references in angle brackets.</summary>
    public static IReadOnlyList<string> Of(IDictionary<string, object> document) =>
    [
        .. Several(document["Statement"]).Cast<IDictionary<string, object>>()
            .Where(statement => (string)statement["Effect"] == "Allow")
            .SelectMany(statement =>
                Several(statement["Action"]).Select(action => $"Action::{action}")
                    .Concat(Several(statement["Resource"]).Select(resource => $"Resource::{Flat(resource)}")))
            .Where(wildcard => wildcard.Contains('*', StringComparison.Ordinal))
            .Distinct(),
    ];

    private static IEnumerable<object> Several(object value) => value is object[] list ? list : [value];

    private static string Flat(object value) => value switch
    {
        string text => text.Replace("${", "<", StringComparison.Ordinal).Replace('}', '>'),
        IDictionary<string, object> call when call.TryGetValue("Fn::Join", out var join) && join is object[] parts =>
            string.Join((string)parts[0], ((object[])parts[1]).Select(Flat)),
        IDictionary<string, object> call when call.TryGetValue("Fn::Sub", out var text) => Flat(text),
        IDictionary<string, object> call when call.TryGetValue("Fn::GetAtt", out var attribute) && attribute is object[] parts =>
            $"<{Flat(parts[0])}.{Flat(parts[1])}>",
        IDictionary<string, object> call when call.TryGetValue("Fn::ImportValue", out var import) => Flat(import),
        IDictionary<string, object> call when call.TryGetValue("Ref", out var name) => $"<{Flat(name)}>",
        _ => JsonSerializer.Serialize(value),
    };
}
