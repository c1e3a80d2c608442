using System.Text.Json.Nodes;

namespace Shardwise.Local.Tests.Runtime;

/// <summary>Templates written in another way that says the same.</summary>
internal static class TemplateRewriting
{
    private const string Holds = "AlwaysHolds";

    // What is read of a branch that is not taken would end in an error.
    private const string NotTaken = """{"Ref":"NobodyReadsThis"}""";

    /// <summary>Every property at every depth is an <c>Fn::If</c> whose branch that holds it is.</summary>
    public static JsonObject Wrapped(JsonObject template) => Rewritten(template, Wrapped);

    /// <summary>Of the members of properties at every depth one in ten is gone, the same ones for a seed.</summary>
    public static JsonObject Without(JsonObject template, int seed) => Rewritten(template, Thinned(new Random(seed), _ => null));

    /// <summary>The same ones are there, and are an <c>Fn::If</c> whose branch that holds is <c>AWS::NoValue</c>.</summary>
    public static JsonObject WithNoValue(JsonObject template, int seed) =>
        Rewritten(template, Thinned(new Random(seed), member => If(JsonNode.Parse("""{"Ref":"AWS::NoValue"}"""), member)));

    private static JsonObject Rewritten(JsonObject template, Func<JsonNode?, JsonNode?> rewrite)
    {
        var copy = template.DeepClone().AsObject();
        if (copy["Resources"] is not JsonObject resources || copy["Conditions"] is not (null or JsonObject))
        {
            return copy;
        }

        foreach (var resource in resources.Select(entry => entry.Value).OfType<JsonObject>())
        {
            if (resource["Properties"] is JsonObject properties)
            {
                resource["Properties"] = rewrite(properties);
            }
        }

        copy["Conditions"] ??= new JsonObject();
        copy["Conditions"]![Holds] = JsonNode.Parse("""{"Fn::Equals":["a","a"]}""");
        return copy;
    }

    private static JsonNode Wrapped(JsonNode? node) => If(
        node switch
        {
            JsonObject call when Function(call) is { } function => new JsonObject { [function] = WrappedArgument(function, call[function]) },
            JsonObject map => new JsonObject(map.Select(member => KeyValuePair.Create(member.Key, (JsonNode?)Wrapped(member.Value)))),
            JsonArray list => new JsonArray([.. list.Select(Wrapped)]),
            _ => node?.DeepClone(),
        },
        JsonNode.Parse(NotTaken));

    // CloudFormation takes functions in the values of some functions, and no other.
    private static JsonNode? WrappedArgument(string function, JsonNode? argument) => (function, argument) switch
    {
        ("Fn::Join", JsonArray { Count: 2 } join) => new JsonArray(join[0]?.DeepClone(), Wrapped(join[1])),
        ("Fn::Select", JsonArray { Count: 2 } select) => new JsonArray(Wrapped(select[0]), Wrapped(select[1])),
        ("Fn::Split", JsonArray { Count: 2 } split) => new JsonArray(split[0]?.DeepClone(), Wrapped(split[1])),
        ("Fn::If", JsonArray { Count: 3 } choice) => new JsonArray(choice[0]?.DeepClone(), Wrapped(choice[1]), Wrapped(choice[2])),
        ("Fn::Sub", JsonArray { Count: 2 } sub) when sub[1] is JsonObject values => new JsonArray(
            sub[0]?.DeepClone(), new JsonObject(values.Select(value => KeyValuePair.Create(value.Key, (JsonNode?)Wrapped(value.Value))))),
        ("Fn::Base64", _) => Wrapped(argument),
        _ => argument?.DeepClone(),
    };

    private static Func<JsonNode?, JsonNode?> Thinned(Random random, Func<JsonNode?, JsonNode?> instead)
    {
        JsonNode? Of(JsonNode? node) => node switch
        {
            JsonObject call when Function(call) is not null => call.DeepClone(),
            JsonObject map => new JsonObject(map
                .Select(member => KeyValuePair.Create(member.Key, random.Next(10) == 0 ? instead(member.Value) : Of(member.Value)))
                .Where(member => member.Value is not null)),
            JsonArray list => new JsonArray([.. list.Select(Of)]),
            _ => node?.DeepClone(),
        };
        return Of;
    }

    private static string? Function(JsonObject call) => call.Count == 1 && call.First().Key is var key
        && (key == "Ref" || key.StartsWith("Fn::", StringComparison.Ordinal)) ? key : null;

    private static JsonObject If(JsonNode? taken, JsonNode? notTaken) =>
        new() { ["Fn::If"] = new JsonArray(Holds, taken?.DeepClone(), notTaken?.DeepClone()) };
}
