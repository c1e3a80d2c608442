using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.CDK;
using Amazon.CDK.AWS.IAM;

namespace Shardwise.Constructs.Access;

/// <summary>Policies as text that a person can paste: what is only known when the stack is deployed stands as <c>${Name}</c>.</summary>
internal static class PolicyText
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(Stack stack, PolicyStatement statement) =>
        Flat(stack.Resolve(statement.ToStatementJson()))!.ToJsonString(Readable);

    public static string Of(Stack stack, string value) => Flat(stack.Resolve(value))!.ToString();

    /// <summary>What the CDK resolved, with its intrinsic functions as text.</summary>
    public static JsonNode? Flat(object? resolved) => resolved is null ? null : Flat(JsonSerializer.SerializeToNode(resolved));

    private static JsonNode? Flat(JsonNode? node) => node switch
    {
        JsonObject { Count: 1 } reference when reference["Ref"] is { } name => JsonValue.Create($"${{{name}}}"),
        JsonObject { Count: 1 } attribute when attribute["Fn::GetAtt"] is JsonArray parts => JsonValue.Create($"${{{parts[0]}.{parts[1]}}}"),
        JsonObject { Count: 1 } join when join["Fn::Join"] is JsonArray parts =>
            JsonValue.Create(string.Join((string?)parts[0], parts[1]!.AsArray().Select(part => Flat(part)!.ToString()))),
        JsonObject values => new JsonObject(values.Select(value => KeyValuePair.Create(value.Key, Flat(value.Value)))),
        JsonArray values => new JsonArray([.. values.Select(Flat)]),
        _ => node?.DeepClone(),
    };
}
