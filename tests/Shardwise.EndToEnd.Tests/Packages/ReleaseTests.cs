using System.IO.Compression;
using System.Reflection.Metadata;
using System.Text;
using System.Xml.Linq;

namespace Shardwise.EndToEnd.Tests.Packages;

/// <summary>A package as it is made for a release, of a clone that a test makes: one project and what its build reads.</summary>
public sealed class ReleaseTests : IDisposable
{
    private const string Address = "https://github.com/example/shardwise";

    // What a portable PDB keeps a map of source files to addresses under.
    private static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    private readonly DirectoryInfo _clone = Directory.CreateTempSubdirectory("shardwise-release-");

    public ReleaseTests()
    {
        string[] read =
        [
            "CHANGELOG.md", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json", "eng/Standins.targets", "eng/icon.png",
            .. Directory.GetFiles(PackedPackages.Project("libraries/Shardwise.Kpl"), "*", SearchOption.AllDirectories),
        ];
        foreach (var file in read.Select(path => Path.GetRelativePath(PackedPackages.Project(""), PackedPackages.Project(path))))
        {
            var copy = Path.Combine(_clone.FullName, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(PackedPackages.Project(file), copy);
        }

        Git("init", "--quiet");
        Git("add", "--all");
        Git("-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "--quiet", "--message", "A release");
    }

    public void Dispose() => _clone.Delete(recursive: true);

    [Fact]
    public void A_release_names_its_repository_and_commit_and_where_each_source_file_is()
    {
        var (nuspec, sourceLink) = Packed(("SHARDWISE_REPOSITORY", Address));

        var commit = Git("rev-parse", "HEAD").Trim();
        var repository = nuspec.Single(element => element.Name.LocalName == "repository");
        Assert.Equal(("git", Address, commit), ((string?)repository.Attribute("type"), (string?)repository.Attribute("url"), (string?)repository.Attribute("commit")));
        Assert.Equal(Address, nuspec.Single(element => element.Name.LocalName == "projectUrl").Value);
        Assert.Equal($$$"""{"documents":{"/_/*":"https://raw.githubusercontent.com/example/shardwise/{{{commit}}}/*"}}""", sourceLink);
    }

    [Fact]
    public void Without_an_address_none_is_invented()
    {
        var (nuspec, sourceLink) = Packed(("SHARDWISE_REPOSITORY", ""));

        Assert.DoesNotContain(nuspec, element => element.Name.LocalName is "repository" or "projectUrl");
        Assert.Null(sourceLink);
    }

    private (List<XElement> Nuspec, string? SourceLink) Packed((string Name, string Value) variable)
    {
        PackedPackages.Run(
            _clone.FullName, "dotnet",
            ["pack", "libraries/Shardwise.Kpl", "-c", "Release", "-o", "out", "-v", "quiet", "-nologo", "-p:RunAnalyzers=false", "-p:UseSharedCompilation=false"], variable);
        using var package = ZipFile.OpenRead(Directory.GetFiles(Path.Combine(_clone.FullName, "out"), "*.nupkg").Single());
        using var nuspec = package.GetEntry("Shardwise.Kpl.nuspec")!.Open();
        using var symbols = ZipFile.OpenRead(Directory.GetFiles(Path.Combine(_clone.FullName, "out"), "*.snupkg").Single());
        using var compressed = symbols.GetEntry("lib/net10.0/Shardwise.Kpl.pdb")!.Open();
        using var pdb = new MemoryStream();
        compressed.CopyTo(pdb);
        pdb.Position = 0;
        using var provider = MetadataReaderProvider.FromPortablePdbStream(pdb);
        var reader = provider.GetMetadataReader();
        Assert.All(reader.Documents.Select(document => reader.GetString(reader.GetDocument(document).Name)), name => Assert.StartsWith("/_/", name, StringComparison.Ordinal));
        var map = reader.CustomDebugInformation.Select(reader.GetCustomDebugInformation).Where(information => reader.GetGuid(information.Kind) == SourceLink)
            .Select(information => Encoding.UTF8.GetString(reader.GetBlobBytes(information.Value))).SingleOrDefault();
        return ([.. XDocument.Load(nuspec).Descendants()], map);
    }

    private string Git(params string[] arguments) => PackedPackages.Run(_clone.FullName, "git", arguments);
}
