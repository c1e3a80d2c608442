using System.Globalization;

namespace Shardwise.Local;

/// <summary>Typed reading of a request's members, whatever protocol they came in.</summary>
internal sealed class CloudWatchRequest(IReadOnlyDictionary<string, object?> members, string path = "")
{
    public string Path { get; } = path;

    /// <exception cref="AwsError">The value is not a map.</exception>
    public static CloudWatchRequest Of(object? value, string path = "") =>
        value as IReadOnlyDictionary<string, object?> is { } map ? new CloudWatchRequest(map, path) : throw AwsError.Validation($"The request{At(path)} must be a structure.");

    public string Text(string name) => OptionalText(name) ?? throw Missing(name);

    public string? OptionalText(string name) => members.GetValueOrDefault(name) switch
    {
        null => null,
        string text => text,
        _ => throw Wrong(name, "text"),
    };

    public double Number(string name) => OptionalNumber(name) ?? throw Missing(name);

    public double? OptionalNumber(string name) => members.GetValueOrDefault(name) switch
    {
        null => null,
        long whole => whole,
        double number => number,
        _ => throw Wrong(name, "a number"),
    };

    public DateTimeOffset Time(string name) => OptionalTime(name) ?? throw Missing(name);

    public DateTimeOffset? OptionalTime(string name) => members.GetValueOrDefault(name) switch
    {
        null => null,
        string text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
        string => throw Wrong(name, "a time"),
        _ => EpochTime.Read(Number(name)),
    };

    public bool Flag(string name, bool otherwise) => members.GetValueOrDefault(name) switch
    {
        null => otherwise,
        bool flag => flag,
        _ => throw Wrong(name, "true or false"),
    };

    public CloudWatchRequest? Structure(string name) => members.GetValueOrDefault(name) is { } value ? Of(value, Child(name)) : null;

    public IReadOnlyList<CloudWatchRequest> Structures(string name) =>
        [.. List(name).Select((value, index) => Of(value, Child($"{name}[{index + 1}]")))];

    public IReadOnlyList<double> Numbers(string name) => [.. List(name).Select(value => value switch
    {
        long whole => whole,
        double number => number,
        _ => throw Wrong(name, "a list of numbers"),
    })];

    public IReadOnlyDictionary<string, string> Dimensions()
    {
        var dimensions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var dimension in Structures("Dimensions"))
        {
            dimensions[dimension.Text("Name")] = dimension.Text("Value");
        }

        return dimensions;
    }

    public AwsError Missing(string name) => new("MissingRequiredParameterException", $"The parameter {Child(name)} is required.");

    private static string At(string path) => path.Length == 0 ? "" : $" at {path}";

    private string Child(string name) => Path.Length == 0 ? name : $"{Path}.{name}";

    private List<object?> List(string name) => members.GetValueOrDefault(name) switch
    {
        null => [],
        List<object?> list => list,
        _ => throw Wrong(name, "a list"),
    };

    private AwsError Wrong(string name, string allowed) => AwsError.Validation($"The parameter {Child(name)} must be {allowed}.");
}
