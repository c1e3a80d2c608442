using System.Text.Json.Nodes;

namespace Shardwise.EndToEnd.Tests.Packages;

/// <summary>What <c>dotnet new</c> makes of a packed template, in a folder that has none of the repository's source.</summary>
internal sealed class GeneratedSolution : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("shardwise-generated-");

    /// <param name="template">The template's short name.</param>
    /// <param name="name">What its maker calls it.</param>
    public GeneratedSolution(string template, string name)
    {
        // A home of its own: nothing is installed for the user who runs the tests.
        Dotnet("new", "install", PackedPackages.PathOf("Shardwise.Templates"));
        Dotnet("new", template, "-n", name, "-o", Folder);
        AddFeeds();
    }

    /// <summary>The generated folder.</summary>
    public string Folder => Path.Combine(_home.FullName, "out");

    /// <summary>Runs the SDK in the generated folder.</summary>
    public string Dotnet(params string[] arguments) => PackedPackages.Run(
        Directory.CreateDirectory(Folder).FullName, "dotnet", arguments, [.. Settings, ("SHARDWISE_ALLOW_STANDINS", "1")]);

    /// <summary>Builds it, in the configuration that its cdk.json asks for, which then finds it built.</summary>
    public void Build() =>
        Dotnet("build", "-c", "Release", "-v", "quiet", "-nologo", "-clp:ErrorsOnly", "-p:TreatWarningsAsErrors=true", "-p:WarningsNotAsErrors=NU1603");

    /// <summary>Runs its tests, which may fail.</summary>
    public (int ExitCode, string Output, string Error) Test(string project, params (string Name, string Value)[] environment) => PackedPackages.Try(
        Folder, "dotnet", ["vstest", $"{project}/bin/Release/net10.0/{project}.dll"], [.. Settings, ("SHARDWISE_ALLOW_STANDINS", "1"), .. environment]);

    private (string Name, string Value)[] Settings =>
    [
        ("DOTNET_CLI_HOME", _home.FullName), ("DOTNET_NOLOGO", "1"), ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"), ("DOTNET_GENERATE_ASPNET_CERTIFICATE", "false"),
    ];

    /// <summary>Runs what its cdk.json says, as <c>cdk synth</c> does.</summary>
    public void Synthesize()
    {
        var app = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "cdk.json")))!["app"]!.ToString();
        PackedPackages.Run(
            Folder, "bash", ["-c", app], [.. Settings, ("CDK_OUTDIR", Path.Combine(Folder, "cdk.out")), ("SHARDWISE_ALLOW_STANDINS", "1")]);
    }

    public void Dispose() => _home.Delete(recursive: true);

    // Packages that are made twice have one version: a machine that kept the first of them would go on testing it.
    private void AddFeeds()
    {
        File.WriteAllText(
            Path.Combine(_home.FullName, "Directory.Build.props"),
            $"""
            <Project>
              <PropertyGroup>
                <RestorePackagesPath>{_home.FullName}/packages</RestorePackagesPath>
                <RestoreFallbackFolders>{EmptyApp.KnownPackages}</RestoreFallbackFolders>
                <RestoreAdditionalProjectSources>{PackedPackages.Folder}</RestoreAdditionalProjectSources>
              </PropertyGroup>
            </Project>
            """);
    }
}
