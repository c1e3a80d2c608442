using System.Text.RegularExpressions;

namespace Shardwise.AwsPackages.Tests.Surface;

/// <summary>The description of the packages' public interface, ../shared/facts/aws-api.md.</summary>
internal static partial class ApiFacts
{
    private static readonly Lazy<string> Text = new(() => System.IO.File.ReadAllText(File!));

    public static string? File { get; } = Find();

    public static string Kinesis => Between("## 1. ", "\n## 2. ");

    public static string CloudWatch => Between("## 2. ", "\n## 3. ");

    public static string Firehose => Between("## 3. ", "\n## 4. ");

    public static string LambdaPackage(string name)
    {
        var section = Between($"### {name}\n", "\n## 6. ");
        var next = section.IndexOf("\n### ", StringComparison.Ordinal);
        return next < 0 ? section : section[..next];
    }

    /// <summary>The members after "- `name`:", those marked NEW left out; null where the section has no such line.</summary>
    public static IReadOnlyList<string>? Members(string section, string name, char separator = ';')
    {
        var line = Regex.Match(section, $@"^- `{name}`(?: \[S\])?: (?<members>.+)$", RegexOptions.Multiline);
        if (!line.Success)
        {
            return null;
        }

        return line.Groups["members"].Value.Split(" ; implements")[0].Split(separator)
            .Select(m => m.Trim())
            .Where(m => m != "(no members)" && !m.EndsWith("(NEW)", StringComparison.Ordinal))
            .ToList();
    }

    /// <summary>The line of a type that is described as code: "- `[Attribute] class Name : Base`: `member`; `member`".</summary>
    public static TypeFacts? Type(string section, string name)
    {
        var line = Regex.Match(
            section,
            $@"^- `(?:\[.*\] )?(?:(?:sealed|static|abstract) )*(?:class|interface|enum) {Regex.Escape(name)}(?: : (?<bases>[^`]+))?`(?<members>.*)$",
            RegexOptions.Multiline);
        return line.Success
            ? new(line.Groups["bases"].Value, Code().Matches(line.Groups["members"].Value).Select(m => MemberFacts.Parse(m.Groups[1].Value)).ToList())
            : null;
    }

    private static string Between(string start, string end)
    {
        var from = Text.Value.IndexOf(start, StringComparison.Ordinal);
        return Text.Value[from..Text.Value.IndexOf(end, from, StringComparison.Ordinal)];
    }

    private static string? Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "Infra.sln")))
        {
            folder = folder.Parent;
        }

        var facts = folder is null ? "" : Path.Combine(folder.FullName, "..", "shared", "facts", "aws-api.md");
        return System.IO.File.Exists(facts) ? facts : null;
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
