using System.Globalization;
using System.Text.Json.Nodes;

namespace Shardwise.Local.Template;

/// <summary>The properties of one resource, read one at a time; whatever is wrong is said with the resource's and the property's name.</summary>
internal sealed class ResourceProperties(string label, string type, JsonObject properties, TemplateResolver resolver)
{
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    /// <summary>The properties that nobody has asked for yet: whatever they say, nothing here does it.</summary>
    public IReadOnlyList<string> NotRead => [.. properties.Select(property => property.Key).Where(name => !_read.Contains(name) && IsThere(name))];

    public JsonNode? Node(string path) => Named(path, () => resolver.Resolve(Find(path)));

    /// <summary>All properties, resolved, for who does what each of them says, or refuses it.</summary>
    public JsonObject All()
    {
        _read.UnionWith(properties.Select(property => property.Key));
        return (JsonObject)Named("Properties", () => resolver.Resolve(properties))!;
    }

    public bool Has(string path) => Named(path, () => resolver.Unwrap(Find(path))) is not null;

    public string? Text(string path) => TemplateResolver.Text(Node(path));

    public string RequiredText(string path) => Text(path) is { Length: > 0 } text ? text : throw Problem(path, "is missing");

    /// <summary>The text, or null where it is missing or something in it is not known here.</summary>
    public string? OptionalText(string path)
    {
        try
        {
            return Text(path);
        }
        catch (LocalPipelineException)
        {
            return null;
        }
    }

    /// <summary>The members of a list; none where it is missing. A single value counts as a list of it, as CloudFormation takes it.</summary>
    public IReadOnlyList<JsonNode> List(string path) => Node(path) switch
    {
        null => [],
        JsonArray list => [.. list.OfType<JsonNode>()],
        var single => [single],
    };

    public bool Flag(string path) => string.Equals(Text(path), "true", StringComparison.OrdinalIgnoreCase);

    public int Integer(string path, int least, int most, int fallback) => OptionalInteger(path, least, most) ?? fallback;

    public int? OptionalInteger(string path, int least, int most)
    {
        if (Text(path) is not { } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most
            ? value
            : throw Problem(path, $"is '{text}'; allowed is {least} to {most}");
    }

    public LocalPipelineException Problem(string path, string what) => new($"template: {label} ({type}): {path} {what}");

    private JsonNode? Find(string path)
    {
        string[] steps = path.Split('.');
        _read.Add(steps[0]);
        return resolver.At(properties, steps);
    }

    private bool IsThere(string name)
    {
        try
        {
            return resolver.Unwrap(properties[name]) is not null;
        }
        catch (LocalPipelineException)
        {
            return true;
        }
    }

    private JsonNode? Named(string path, Func<JsonNode?> read)
    {
        try
        {
            return read();
        }
        catch (LocalPipelineException exception)
        {
            throw new LocalPipelineException($"template: {label} ({type}): {path}: {exception.Message}", exception);
        }
    }
}
