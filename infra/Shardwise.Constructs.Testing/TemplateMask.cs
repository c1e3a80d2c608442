using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Shardwise.Constructs.Testing;

/// <summary>
/// What of a template is no choice of the stack's: hashes of assets, in keys and in the ids of a function's versions, and the CDK's own count of
/// constructs.
/// </summary>
internal static partial class TemplateMask
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The template as text: indented, one line end, each asset by its number in the order of their first mention.</summary>
    public static string Of(string template)
    {
        var document = JsonNode.Parse(template)!;
        (document["Resources"] as JsonObject)?.Remove("CDKMetadata");
        if (document["Conditions"] is JsonObject conditions && conditions.Remove("CDKMetadataAvailable") && conditions.Count == 0)
            document.AsObject().Remove("Conditions");
        var numbers = new Dictionary<string, int>();
        var text = AssetHash().Replace(document.ToJsonString(Readable), hash => $"asset-{Number(numbers, hash.Value)}");
        return VersionHash().Replace(text, version => version.Groups["name"].Value) + "\n";
    }

    private static int Number(Dictionary<string, int> numbers, string hash) =>
        numbers.TryGetValue(hash, out var number) ? number : numbers[hash] = numbers.Count + 1;

    [GeneratedRegex("(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")]
    private static partial Regex AssetHash();

    // lambda.Function.CurrentVersion: the construct's own eight characters, and then the hash of its code and settings.
    [GeneratedRegex("(?<name>CurrentVersion[0-9A-F]{8})[0-9a-f]{32}")]
    private static partial Regex VersionHash();
}
