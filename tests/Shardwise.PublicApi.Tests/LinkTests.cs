using System.Text.RegularExpressions;

namespace Shardwise.PublicApi.Tests;

/// <summary>The links of README and of every page: each names a file that is there, and a heading that it has.</summary>
public sealed partial class LinkTests
{
    private static string Root => PublicApiTests.Root;

    public static TheoryData<string> Pages => [.. All];

    private static IEnumerable<string> All =>
        Directory.GetFiles(Root, "*.md")
            .Concat(new[] { "docs", "findings", "libraries", "infra", "templates", "eng" }.Select(folder => Path.Combine(Root, folder))
                .Where(Directory.Exists).SelectMany(folder => Directory.GetFiles(folder, "*.md", SearchOption.AllDirectories)))
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'));

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_within_the_repository_leads_to_a_file_and_a_heading_of_it(string page)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Root, page))!;

        Assert.Empty(Links(page).Select(link => Broken(folder, Path.Combine(Root, page), link)).OfType<string>());
    }

    [Fact]
    public void The_pages_hold_links_and_a_broken_one_is_found()
    {
        Assert.True(All.Sum(page => Links(page).Count()) > 50);
        Assert.Equal("no-such.md: no such file", Broken(Root, Path.Combine(Root, "README.md"), "no-such.md"));
        Assert.Equal("docs/local.md#no-such-heading: no such heading", Broken(Root, Path.Combine(Root, "README.md"), "docs/local.md#no-such-heading"));
    }

    private static IEnumerable<string> Links(string page) =>
        Link().Matches(Fence().Replace(File.ReadAllText(Path.Combine(Root, page)), "")).Select(link => link.Groups["to"].Value)
            .Where(to => !to.Contains("://", StringComparison.Ordinal) && !to.StartsWith("mailto:", StringComparison.Ordinal));

    private static string? Broken(string folder, string page, string link)
    {
        var parts = link.Split('#', 2);
        var file = parts[0].Length == 0 ? page : Path.GetFullPath(Path.Combine(folder, Uri.UnescapeDataString(parts[0])));
        return !File.Exists(file) && !Directory.Exists(file) ? $"{link}: no such file"
            : parts.Length == 2 && !Headings(file).Contains(parts[1]) ? $"{link}: no such heading"
            : null;
    }

    // As GitHub makes them: lower case, letters, digits, hyphens and underscores, a hyphen for a space.
    private static IEnumerable<string> Headings(string file) =>
        Heading().Matches(Fence().Replace(File.ReadAllText(file), "")).Select(heading => heading.Groups["text"].Value.Trim().ToLowerInvariant())
            .Select(text => NotInAnchor().Replace(text, "").Replace(' ', '-'));

    [GeneratedRegex(@"(?<!!)\[[^\]]*\]\((?<to>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^#{1,6}\s+(?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();
}
