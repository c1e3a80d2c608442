using System.Text.RegularExpressions;

namespace Shardwise.PublicApi.Tests;

/// <summary>The source of what is shipped, line by line: what is longer than a screen is wide is read by nobody.</summary>
public sealed partial class LineTests
{
    private const int Columns = 150;

    private static readonly string[] Folders = ["eng", "functions", "infra", "libraries", "templates", "tools"];
    private static readonly string[] Kinds = [".cs", ".csproj", ".mjs", ".props", ".sh", ".targets"];

    // Each with the reason why its lines are not broken.
    private static readonly Dictionary<string, string> Exceptions = new(StringComparer.Ordinal)
    {
        ["eng/picture.mjs"] = "elements of a picture, which are one line of it each",
    };

    private static IReadOnlyList<string> Files { get; } =
    [
        .. Directory.GetFiles(PublicApiTests.Root, "Directory.*").Append(Path.Combine(PublicApiTests.Root, "build.cs"))
            .Concat(Folders.SelectMany(folder => Directory.GetFiles(Path.Combine(PublicApiTests.Root, folder), "*", SearchOption.AllDirectories)))
            .Select(file => Path.GetRelativePath(PublicApiTests.Root, file).Replace('\\', '/'))
            .Where(file => Kinds.Contains(Path.GetExtension(file)) && !BuiltFolder().IsMatch(file)),
    ];

    [Fact]
    public void No_line_of_source_is_longer_than_150_columns() =>
        Assert.Equal("", string.Join('\n', Files.Where(file => !Exceptions.ContainsKey(file)).SelectMany(TooLong)));

    [Fact]
    public void Every_exception_still_has_a_long_line() => Assert.All(Exceptions.Keys, file => Assert.NotEmpty(TooLong(file)));

    // The value of an MSBuild property keeps the line breaks that it is written with.
    private static IEnumerable<string> TooLong(string file) =>
        from line in File.ReadAllLines(Path.Combine(PublicApiTests.Root, file)).Index()
        where line.Item.Length > Columns && !PropertyValue().IsMatch(line.Item)
        select $"{file}:{line.Index + 1}: {line.Item.Length} columns";

    [GeneratedRegex("(^|/)(bin|obj|node_modules)/")]
    private static partial Regex BuiltFolder();

    [GeneratedRegex(@"^\s*(<(?<name>\w+)( [^>]*)?>[^<]+</\k<name>>|[^<]*"">[^<]+</\w+>)$")]
    private static partial Regex PropertyValue();
}
