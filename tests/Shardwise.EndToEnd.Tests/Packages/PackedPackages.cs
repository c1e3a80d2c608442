using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;
using Shardwise.Cli.Demo;

namespace Shardwise.EndToEnd.Tests.Packages;

/// <summary>The packages that <c>build.cs</c> made, and what a person does with them.</summary>
internal static class PackedPackages
{
    private static readonly string Root = Repository.Find()!.Root;

    /// <summary>Where they are, which is all that an app needs to install them from.</summary>
    public static string Folder { get; } = Path.Combine(Root, "artifacts", "package", "release");

    /// <summary>The one version of them all.</summary>
    public static string Version
    {
        get
        {
            const string Prefix = "Shardwise.Kpl.";
            var package = Directory.Exists(Folder) ? Directory.GetFiles(Folder, $"{Prefix}*.nupkg").SingleOrDefault() : null;
            return package is null
                ? throw new InvalidOperationException($"There are no packages in {Folder}: run the tests with \"dotnet run build.cs -- test\", which makes them.")
                : Path.GetFileNameWithoutExtension(package)[Prefix.Length..];
        }
    }

    public static string PathOf(string id, string extension = "nupkg") => Path.Combine(Folder, $"{id}.{Version}.{extension}");

    public static IReadOnlyList<string> Files(string id, string extension = "nupkg")
    {
        using var zip = ZipFile.OpenRead(PathOf(id, extension));
        return [.. zip.Entries.Select(entry => entry.FullName)];
    }

    public static XElement Metadata(string id)
    {
        using var zip = ZipFile.OpenRead(PathOf(id));
        using var nuspec = zip.GetEntry($"{id}.nuspec")!.Open();
        return XDocument.Load(nuspec).Root!.Elements().Single();
    }

    /// <summary>The versions that the repository builds with.</summary>
    public static IReadOnlyDictionary<string, string> CentralVersions() =>
        XDocument.Load(Path.Combine(Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(package => package.Attribute("Include")!.Value, package => package.Attribute("Version")!.Value);

    /// <summary>The version of a stand-in that the packages are made on; null where they are made on the real package.</summary>
    public static string? Standin(string id) =>
        Version.EndsWith("-standin", StringComparison.Ordinal) && Directory.Exists(Project($"eng/standins/{id}")) ? $"{CentralVersions()[id]}-standin" : null;

    public static string Project(string path) => Path.Combine(Root, path);

    /// <summary>What a gate found in the templates of a folder, a line a finding.</summary>
    public static string[] Gate(string script, string folder) =>
        Run(Root, "node", [Path.Combine(Root, "eng", "gates", script), folder]).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static string Run(string folder, string tool, string[] arguments, params (string Name, string Value)[] environment)
    {
        var (exitCode, output, error) = Try(folder, tool, arguments, environment);
        Assert.True(exitCode == 0, $"{tool} {arguments[0]} ended with {exitCode}:\n{output}\n{error}");
        return output;
    }

    /// <summary>As <see cref="Run"/>, for what may fail.</summary>
    public static (int ExitCode, string Output, string Error) Try(
        string folder, string tool, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(tool, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        // A test host tells its children of its own build; and a build server would outlive the test.
        foreach (var inherited in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(inherited);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
