using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Shardwise.PublicApi.Tests;

/// <summary>The table of docs/architecture.md, compared with the project files.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly string[] Folders = ["functions", "infra", "libraries", "tools"];

    private static IReadOnlyDictionary<string, (int Row, string[] References)> Table { get; } =
        Row().Matches(File.ReadAllText(Path.Combine(PublicApiTests.Root, "docs", "architecture.md"))).ToDictionary(
            row => row.Groups["project"].Value,
            row => (int.Parse(row.Groups["row"].ValueSpan), Quoted().Matches(row.Groups["references"].Value).Select(name => name.Groups[1].Value).ToArray()));

    private static IReadOnlyDictionary<string, string[]> Projects { get; } = Folders
        .SelectMany(folder => Directory.GetDirectories(Path.Combine(PublicApiTests.Root, folder)))
        .SelectMany(folder => Directory.GetFiles(folder, "*.csproj"))
        .ToDictionary(path => Short(Path.GetFileNameWithoutExtension(path)), References);

    [Fact]
    public void The_table_names_every_project_and_what_it_references() => Assert.Equal(
        Projects.Select(project => $"{project.Key}: {string.Join(", ", project.Value.Order())}").Order(),
        Table.Select(row => $"{row.Key}: {string.Join(", ", row.Value.References.Order())}").Order());

    [Fact]
    public void Every_reference_runs_down()
    {
        var upwards = from row in Table
                      from reference in row.Value.References
                      where Table[reference].Row <= row.Value.Row
                      select $"{row.Key} -> {reference}";

        Assert.Empty(upwards);
    }

    [Fact]
    public void The_policy_of_a_target_is_made_in_one_place()
    {
        var makers = from folder in Folders
                     from file in Directory.GetFiles(Path.Combine(PublicApiTests.Root, folder), "*.cs", SearchOption.AllDirectories)
                     let path = Path.GetRelativePath(PublicApiTests.Root, file).Replace('\\', '/')
                     where !path.Contains("/obj/", StringComparison.Ordinal) && File.ReadAllText(file).Contains("new CalendarPolicy(", StringComparison.Ordinal)
                     select path;

        Assert.Equal(["libraries/Shardwise.Scaling/ScalerPolicy.cs"], makers);
    }

    private static string[] References(string project) =>
        [.. XDocument.Load(project).Descendants("ProjectReference").Where(IsCode).Select(reference => Short(Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/'))))];

    // A project that is only built first is no code that is called.
    private static bool IsCode(XElement reference) => (string?)reference.Attribute("ReferenceOutputAssembly") != "false";

    private static string Short(string project) => project.Replace("Shardwise.", "", StringComparison.Ordinal);

    [GeneratedRegex(@"^\| (?<row>\d) \| `Shardwise\.(?<project>[\w.]+)` \| (?<references>[^|]*)\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}
