using System.Text.RegularExpressions;

namespace Shardwise.AwsPackages.Tests.Surface;

/// <summary>A member without its modifiers, and the JSON name it is given.</summary>
internal sealed partial record MemberFacts(string Signature, bool GetOnly, string? JsonName)
{
    public static MemberFacts Parse(string code)
    {
        var parts = Parts().Match(code);
        var signature = parts.Groups["signature"].Value;
        return new(
            signature.Replace(" {get}", ""),
            signature.EndsWith("{get}", StringComparison.Ordinal),
            JsonPropertyName().Match(parts.Groups["attributes"].Value) is { Success: true } name ? name.Groups[1].Value : null);
    }

    [GeneratedRegex(@"^(?:\[(?<attributes>.*)\] )?(?:(?:override|virtual|abstract|static|protected|const|new) )*(?<signature>.+)$")]
    private static partial Regex Parts();

    [GeneratedRegex(@"JsonPropertyName\(""([^""]+)""\)")]
    private static partial Regex JsonPropertyName();
}
