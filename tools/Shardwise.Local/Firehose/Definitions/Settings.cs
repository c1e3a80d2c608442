using System.Globalization;
using System.Text.Json.Nodes;

namespace Shardwise.Local.Firehose;

/// <summary>Resolved properties of a delivery stream, or a part of them; what is wrong is said with the stream's and the property's name.</summary>
internal sealed class Settings(string logicalId, string path, JsonObject values)
{
    public bool Has(string name) => values[name] is not null;

    public string? Text(string name) => values[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out string? text) => text,
        JsonValue value => value.ToJsonString(),
        _ => throw Problem(name, "is not a text"),
    };

    public string RequiredText(string name) => Text(name) is { Length: > 0 } text ? text : throw Problem(name, "is missing");

    public bool Flag(string name, bool fallback = false) =>
        Text(name) is { } text ? string.Equals(text, "true", StringComparison.OrdinalIgnoreCase) : fallback;

    public double? Number(string name, double least, double most)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= least && value <= most
            ? value
            : throw Problem(name, string.Create(CultureInfo.InvariantCulture, $"is '{text}'; AWS allows {least} to {most}"));
    }

    public string Choice(string name, string fallback, params string[] allowed)
    {
        string text = Text(name) ?? fallback;
        return allowed.Contains(text) ? text : throw Problem(name, $"is '{text}'; AWS allows {string.Join(", ", allowed)}");
    }

    public Settings? Section(string name) => values[name] switch
    {
        null => null,
        JsonObject section => new Settings(logicalId, Join(name), section),
        _ => throw Problem(name, "is not a structure"),
    };

    public Settings RequiredSection(string name) => Section(name) ?? throw Problem(name, "is missing");

    public IReadOnlyList<Settings> Sections(string name) => (values[name] as JsonArray)?.Select((item, index) => item as JsonObject is { } section
        ? new Settings(logicalId, $"{Join(name)}[{index}]", section)
        : throw Problem(name, "holds what is no structure")).ToList() ?? [];

    public IReadOnlyList<string> Texts(string name) => (values[name] as JsonArray)?.Select(item => item?.ToString() ?? "").ToList() ?? [];

    public IReadOnlyDictionary<string, string> Map(string name) =>
        (values[name] as JsonObject)?.ToDictionary(member => member.Key, member => member.Value?.ToString() ?? "", StringComparer.Ordinal) ?? [];

    /// <summary>The last part of an ARN, such as a bucket's or a stream's name.</summary>
    public string NameOfArn(string name)
    {
        string arn = RequiredText(name);
        string[] parts = arn.Split(':', 6);
        return parts is ["arn", _, _, _, _, { Length: > 0 } resource] ? resource.Split('/')[^1] : throw Problem(name, $"is '{arn}', which is no ARN");
    }

    public LocalPipelineException Problem(string name, string what) =>
        new($"template: {logicalId} (AWS::KinesisFirehose::DeliveryStream): {Join(name)} {what}");

    /// <summary>What AWS takes and this machine does not.</summary>
    public DoesNotRunException NotRun(string name, string what) => new($"{Join(name)} {what}");

    private string Join(string name) => path.Length == 0 ? name : $"{path}.{name}";
}
