using System.Text.Json.Nodes;

namespace Shardwise.Constructs.Tests.Defaults;

/// <summary>What differs between two templates, a line a place.</summary>
internal static class TemplateDifference
{
    private const string Nothing = "nothing";

    public static IEnumerable<string> Between(JsonNode before, JsonNode after) =>
        new[] { "Resources", "Outputs" }.SelectMany(section => Between("", before[section], after[section])).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Between(string path, JsonNode? before, JsonNode? after) => (before, after) switch
    {
        (JsonObject left, JsonObject right) => left.Select(part => part.Key).Union(right.Select(part => part.Key))
            .SelectMany(key => Between(path.Length == 0 ? key : $"{path}.{key}", left[key], right[key])),
        (JsonArray left, JsonArray right) when left.Count == right.Count =>
            left.Zip(right).SelectMany((pair, index) => Between($"{path}.{index}", pair.First, pair.Second)),
        (JsonArray left, JsonArray right) => Sides(path, left.Select(Text), right.Select(Text)),
        _ when JsonNode.DeepEquals(before, after) => [],
        // Text of several parts, such as an agent's configuration.
        (JsonValue left, JsonValue right) => Sides(path, Parts(left), Parts(right)),
        _ => [$"{path}: {Text(before)} -> {Text(after)}"],
    };

    private static IEnumerable<string> Sides(string path, IEnumerable<string> before, IEnumerable<string> after)
    {
        var (gone, come) = (before.Except(after).ToList(), after.Except(before).ToList());
        return Enumerable.Range(0, Math.Max(gone.Count, come.Count))
            .Select(index => $"{path}: {gone.ElementAtOrDefault(index) ?? Nothing} -> {come.ElementAtOrDefault(index) ?? Nothing}");
    }

    private static IEnumerable<string> Parts(JsonValue value) => value.ToString().Split('\n', ',').Select(part => part.Trim());

    // Of a resource that only one of the two has, its type says enough.
    private static string Text(JsonNode? node) => node switch
    {
        null => Nothing,
        JsonObject resource when resource["Type"] is { } type && resource["Properties"] is not null => $"a {type}",
        JsonValue value => value.ToString(),
        _ => node.ToJsonString(),
    };
}
