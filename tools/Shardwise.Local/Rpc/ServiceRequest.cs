using System.Globalization;

namespace Shardwise.Local.Rpc;

/// <summary>Typed reading of a request's members, whatever protocol they came in.</summary>
internal sealed class ServiceRequest(IReadOnlyDictionary<string, object?> members, string path = "")
{
    public string Path { get; } = path;

    /// <exception cref="AwsError">The value is not a map.</exception>
    public static ServiceRequest Of(object? value, string path = "") =>
        value as IReadOnlyDictionary<string, object?> is { } map ? new ServiceRequest(map, path)
            : throw AwsError.Validation($"The request{At(path)} must be a structure.");

    public string Text(string name) => OptionalText(name) ?? throw Missing(name);

    public string? OptionalText(string name) => members.GetValueOrDefault(name) switch
    {
        null => null,
        string text => text,
        _ => throw Wrong(name, "text"),
    };

    public double Number(string name) => OptionalNumber(name) ?? throw Missing(name);

    public double? OptionalNumber(string name) => members.GetValueOrDefault(name) is { } value
        ? NumberOf(value) ?? throw Wrong(name, "a number")
        : null;

    public DateTimeOffset Time(string name) => OptionalTime(name) ?? throw Missing(name);

    public DateTimeOffset? OptionalTime(string name) => members.GetValueOrDefault(name) switch
    {
        null => null,
        string text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
        string => throw Wrong(name, "a time"),
        _ => EpochTime.TryRead(Number(name)) ?? throw Wrong(name, "a time"),
    };

    public bool Flag(string name, bool otherwise) => members.GetValueOrDefault(name) switch
    {
        null => otherwise,
        bool flag => flag,
        "true" => true,
        "false" => false,
        _ => throw Wrong(name, "true or false"),
    };

    public ServiceRequest? Structure(string name) => members.GetValueOrDefault(name) is { } value ? Of(value, Child(name)) : null;

    public IReadOnlyList<ServiceRequest> Structures(string name) =>
        [.. List(name).Select((value, index) => Of(value, Child($"{name}[{index + 1}]")))];

    public IReadOnlyList<double> Numbers(string name) => [.. List(name).Select(value => NumberOf(value) ?? throw Wrong(name, "a list of numbers"))];

    public IReadOnlyList<string> Texts(string name) => [.. List(name).Select(value => value as string ?? throw Wrong(name, "a list of texts"))];

    /// <summary>A map of texts; empty where it is not there.</summary>
    public IReadOnlyDictionary<string, string> Map(string name) => members.GetValueOrDefault(name) switch
    {
        null => new Dictionary<string, string>(),
        IReadOnlyDictionary<string, object?> map => map.ToDictionary(entry => entry.Key,
            entry => Convert.ToString(entry.Value, CultureInfo.InvariantCulture) ?? ""),
        _ => throw Wrong(name, "a map"),
    };

    /// <summary>A map of structures; empty where it is not there.</summary>
    public IReadOnlyDictionary<string, ServiceRequest> StructureMap(string name) => members.GetValueOrDefault(name) switch
    {
        null => new Dictionary<string, ServiceRequest>(),
        IReadOnlyDictionary<string, object?> map => map.ToDictionary(entry => entry.Key, entry => Of(entry.Value, Child($"{name}.{entry.Key}"))),
        _ => throw Wrong(name, "a map"),
    };

    /// <summary>Bytes: as they are in CBOR, base64 elsewhere.</summary>
    public ReadOnlyMemory<byte>? Bytes(string name)
    {
        switch (members.GetValueOrDefault(name))
        {
            case null:
                return null;
            case byte[] bytes:
                return bytes;
            case string text when TryBase64(text, out byte[] bytes):
                return bytes;
            default:
                throw Wrong(name, "base64");
        }
    }

    /// <summary>A list as JSON, for what is read as templates have it.</summary>
    public IReadOnlyList<System.Text.Json.Nodes.JsonNode?> Nodes(string name) =>
        [.. List(name).Select(value => System.Text.Json.Nodes.JsonNode.Parse(JsonBody.Write(value).Span))];

    /// <summary>The keys of a map; none where it is not there.</summary>
    public IReadOnlyList<string> Keys(string name) => members.GetValueOrDefault(name) is IReadOnlyDictionary<string, object?> map
        ? [.. map.Keys] : [];

    public bool Has(string name) => members.GetValueOrDefault(name) is not null;

    public IReadOnlyDictionary<string, string> Dimensions()
    {
        var dimensions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var dimension in Structures("Dimensions"))
        {
            dimensions[dimension.Text("Name")] = dimension.Text("Value");
        }

        return dimensions;
    }

    public AwsError Missing(string name) => new("MissingRequiredParameterException",
        $"The parameter {Child(name)} is required.")
    { QueryCode = "MissingParameter" };

    private static string At(string path) => path.Length == 0 ? "" : $" at {path}";

    // Query has texts only.
    private static double? NumberOf(object? value) => value switch
    {
        long whole => whole,
        double number => number,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) => number,
        _ => null,
    };

    private static bool TryBase64(string text, out byte[] bytes)
    {
        bytes = new byte[text.Length];
        bool isRight = Convert.TryFromBase64String(text, bytes, out int length);
        Array.Resize(ref bytes, isRight ? length : 0);
        return isRight;
    }

    private string Child(string name) => Path.Length == 0 ? name : $"{Path}.{name}";

    private List<object?> List(string name) => members.GetValueOrDefault(name) switch
    {
        null => [],
        List<object?> list => list,
        _ => throw Wrong(name, "a list"),
    };

    private AwsError Wrong(string name, string allowed) => AwsError.Validation($"The parameter {Child(name)} must be {allowed}.");
}
