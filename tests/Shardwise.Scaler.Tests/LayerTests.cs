using System.Text.RegularExpressions;

namespace Shardwise.Scaler.Tests;

/// <summary>Basics, Aws, Ledgers, Observing, Deciding, Acting, Reporting, and the function on top: arrows run down only.</summary>
public sealed partial class LayerTests
{
    private static readonly string[] Layers = ["Basics", "Aws", "Ledgers", "Observing", "Deciding", "Acting", "Reporting"];

    [Fact]
    public void No_folder_of_the_scaler_uses_one_above_it()
    {
        var tops = TypesOf("");
        var upwards = new List<string>();
        foreach (var (layer, file, text) in Sources())
        {
            // A folder's namespace is seen by its neighbours' code without a using, and so are the types on top.
            var above = Layers.Skip(layer + 1).Where(name => Regex.IsMatch(text, $@"using Shardwise\.Scaler\.{name};|\b{name}\.[A-Z]\w+\."))
                .Concat(tops.Where(type => Regex.IsMatch(text, $@"\b{type}\b")));
            upwards.AddRange(above.Select(name => $"{Layers[layer]}/{file} -> {name}"));
        }

        Assert.Empty(upwards);
    }

    [Fact]
    public void Each_file_is_of_the_namespace_of_its_folder_so_that_a_using_is_an_arrow()
    {
        var others = Sources().Where(source => !source.Text.Contains($"\nnamespace Shardwise.Scaler.{Layers[source.Layer]};", StringComparison.Ordinal)
            && !source.Text.StartsWith($"namespace Shardwise.Scaler.{Layers[source.Layer]};", StringComparison.Ordinal));

        Assert.Empty(others.Select(source => $"{Layers[source.Layer]}/{source.File}"));
        Assert.Equal(Layers.Order(), Directory.GetDirectories(Root).Where(folder => Directory.EnumerateFiles(folder, "*.cs").Any()).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void What_decides_knows_no_AWS_package_and_no_clock()
    {
        var impure = Sources().Where(source => Layers[source.Layer] == "Deciding" && Impure().IsMatch(source.Text)).Select(source => source.File);

        Assert.Empty(impure);
    }

    private static IEnumerable<(int Layer, string File, string Text)> Sources() => Layers.SelectMany((name, layer) =>
        Directory.GetFiles(Path.Combine(Root, name), "*.cs", SearchOption.AllDirectories).Select(file => (layer, Path.GetFileName(file), Code(file))));

    private static List<string> TypesOf(string folder) =>
        [.. Directory.GetFiles(Path.Combine(Root, folder), "*.cs").SelectMany(file => Type().Matches(Code(file))).Select(match => match.Groups[1].Value)];

    // Comments and texts are for people, and may name anything.
    private static string Code(string file) => Text().Replace(Comment().Replace(File.ReadAllText(file), ""), "\"\"");

    private static string Root
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Infra.sln")))
                folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("No folder above the tests holds Infra.sln.");
            return Path.Combine(folder, "functions", "Shardwise.Scaler");
        }
    }

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"""(?:[^""\\]|\\.)*""")]
    private static partial Regex Text();

    [GeneratedRegex(@"^(?:public|internal) (?:sealed |static |partial |readonly |abstract )*(?:record struct|record|class|enum|struct|interface) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Type();

    [GeneratedRegex(@"\bAmazon\.|\bTimeProvider\b|\bUtcNow\b|\basync\b|\bConsole\.|\bRandom\b")]
    private static partial Regex Impure();
}
