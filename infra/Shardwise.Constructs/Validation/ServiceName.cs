namespace Shardwise.Constructs.Validation;

/// <summary>The names that most of the Kinesis services take: letters, digits and three signs.</summary>
internal static class ServiceName
{
    public static bool IsValid(string name, int maxLength) =>
        name.Length > 0 && name.Length <= maxLength && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');

    public static string Allowed(int maxLength) => $"1 to {maxLength} of a-z A-Z 0-9 _ . -";

    public static void Name(this PropsCheck check, string property, string? name, int maxLength) =>
        check.Require(
            name is null || PropsCheck.IsToken(name) || IsValid(name, maxLength), property, $"'{name}'", Allowed(maxLength));

    // A tag that the construct sets itself takes one of the service's places.
    public static void Tags(this PropsCheck check, IReadOnlyDictionary<string, string> tags, int max) =>
        check.Require(tags.Count < max, "Tags", $"{tags.Count} tags", $"at most {max - 1}");
}
