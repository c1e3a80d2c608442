using System.IO.Compression;
using System.Text.RegularExpressions;

namespace Shardwise.EndToEnd.Tests.Packages;

/// <summary>What <c>dotnet new shardwise-consumer</c> makes of the packed template, in a folder that has none of the repository's source.</summary>
internal sealed class GeneratedConsumer : IDisposable
{
    public const string Name = "Acme.Payments";

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("shardwise-generated-");

    public GeneratedConsumer()
    {
        // A home of its own: nothing is installed for the user who runs the tests.
        Dotnet("new", "install", PackedPackages.PathOf("Shardwise.Templates"));
        Dotnet("new", "shardwise-consumer", "-n", Name, "-o", Folder);
        TakePackedVersions();
        AddFeeds();
    }

    /// <summary>The generated folder.</summary>
    public string Folder => Path.Combine(_home.FullName, "out");

    /// <summary>Runs the SDK in the generated folder.</summary>
    public string Dotnet(params string[] arguments) => PackedPackages.Run(
        Directory.CreateDirectory(Folder).FullName, "dotnet", arguments,
        ("DOTNET_CLI_HOME", _home.FullName), ("DOTNET_NOLOGO", "1"), ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"), ("DOTNET_GENERATE_ASPNET_CERTIFICATE", "false"));

    public void Dispose() => _home.Delete(recursive: true);

    /// <summary>Packages that are made on stand-ins say so in their version, which the template, as it is published, does not ask for.</summary>
    private void TakePackedVersions()
    {
        foreach (var project in Directory.GetFiles(Folder, "*.csproj", SearchOption.AllDirectories))
        {
            File.WriteAllText(project, Regex.Replace(
                File.ReadAllText(project), "(Include=\"Shardwise\\.[^\"]+\" Version=)\"[^\"]+\"", $"$1\"{PackedPackages.Version}\""));
        }
    }

    // Packages that are made twice have one version: a machine that kept the first of them would go on testing it.
    private void AddFeeds()
    {
        var standins = PackedPackages.Version.EndsWith("-standin", StringComparison.Ordinal) ? PackStandins() : null;
        File.WriteAllText(
            Path.Combine(_home.FullName, "Directory.Build.props"),
            $"""
            <Project>
              <PropertyGroup>
                <RestorePackagesPath>{_home.FullName}/packages</RestorePackagesPath>
                <RestoreFallbackFolders>{EmptyApp.KnownPackages}</RestoreFallbackFolders>
                <RestoreAdditionalProjectSources>{PackedPackages.Folder};{standins}</RestoreAdditionalProjectSources>
              </PropertyGroup>
            </Project>
            """);
    }

    /// <summary>
    /// The stand-ins as packages of the names and versions of those that the registry lacks, in a folder that is gone after the test. What they
    /// depend on, the consumer's own package names.
    /// </summary>
    private string PackStandins()
    {
        var feed = _home.CreateSubdirectory("standins").FullName;
        var versions = PackedPackages.CentralVersions();
        foreach (var id in Directory.GetDirectories(PackedPackages.Project("eng/standins")).Select(folder => Path.GetFileName(folder)).Where(versions.ContainsKey))
        {
            var assembly = PackedPackages.Project($"artifacts/bin/{id}/release/{id}.dll");
            using var package = ZipFile.Open(Path.Combine(feed, $"{id}.{versions[id]}.nupkg"), ZipArchiveMode.Create);
            using (var manifest = new StreamWriter(package.CreateEntry($"{id}.nuspec").Open()))
            {
                manifest.Write(
                    $"""
                    <package><metadata>
                      <id>{id}</id><version>{versions[id]}</version>
                      <authors>Shardwise</authors><description>A stand-in, for this test only.</description>
                    </metadata></package>
                    """);
            }

            package.CreateEntryFromFile(assembly, $"lib/net10.0/{id}.dll");
        }

        return feed;
    }
}
