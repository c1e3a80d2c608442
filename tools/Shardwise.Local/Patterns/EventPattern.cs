using System.Text.Json;
using System.Text.Json.Nodes;

namespace Shardwise.Local.Patterns;

/// <summary>
/// A pattern of EventBridge, which filters of event-source mappings and of SNS bodies are written in too: fields that must be there, each
/// with what its
/// value may be; <c>$or</c> between alternatives.
/// </summary>
internal sealed class EventPattern
{
    private readonly List<(string Name, FieldPattern? Values, EventPattern? Within)> _fields = [];
    private readonly List<IReadOnlyList<EventPattern>> _alternatives = [];

    private EventPattern()
    {
    }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">It is not one; the message says where and why.</exception>
    public static EventPattern Parse(string json)
    {
        try
        {
            return Parse(JsonNode.Parse(json));
        }
        catch (JsonException exception)
        {
            throw new FormatException($"the pattern is not JSON: {exception.Message}", exception);
        }
    }

    /// <inheritdoc cref="Parse(string)"/>
    public static EventPattern Parse(JsonNode? pattern, string path = "")
    {
        if (pattern is not JsonObject fields || fields.Count == 0)
        {
            throw new FormatException($"{At(path)} must be an object with a field at least");
        }

        var read = new EventPattern();
        foreach (var (name, value) in fields)
        {
            string child = path.Length == 0 ? name : $"{path}.{name}";
            switch (value)
            {
                case JsonArray { Count: >= 2 } alternatives when name == "$or" && alternatives.All(alternative => alternative is JsonObject):
                    read._alternatives.Add([.. alternatives.Select(alternative => Parse(alternative, child))]);
                    break;
                case JsonArray { Count: > 0 } values:
                    read._fields.Add((name, FieldPattern.Parse(values, child), null));
                    break;
                case JsonObject within:
                    read._fields.Add((name, null, Parse(within, child)));
                    break;
                default:
                    throw new FormatException($"{At(child)} must be an object, or an array of what the field may be");
            }
        }

        return read;
    }

    public bool Matches(JsonNode? node) => node is JsonArray items
        ? items.Any(Matches)
        : _fields.All(field => Matches(field, node as JsonObject))
            && _alternatives.All(alternatives => alternatives.Any(alternative => alternative.Matches(node)));

    // What is not an object has none of the fields; some patterns want just that.
    private static bool Matches((string Name, FieldPattern? Values, EventPattern? Within) field, JsonObject? fields)
    {
        JsonNode? value = null;
        bool isThere = fields?.TryGetPropertyValue(field.Name, out value) == true;
        return field.Within is { } within ? within.Matches(value) : field.Values!.Matches(isThere, value);
    }

    private static string At(string path) => path.Length == 0 ? "the pattern" : $"the pattern's {path}";
}
