namespace Shardwise.EndToEnd.Tests.Packages;

/// <summary>A CDK app in a folder of its own that has none of the repository's source: it knows the packed packages and the registry.</summary>
public sealed class EmptyApp : IDisposable
{
    private const string Program =
        """
        using Amazon.CDK;
        using Amazon.CDK.AWS.S3;
        using Shardwise.Constructs.Delivery;
        using Shardwise.Constructs.Pipelines;
        using Shardwise.Constructs.Scaling;

        var app = new App(new AppProps { AnalyticsReporting = false });
        var stack = new Stack(app, "Pipeline");
        _ = new StreamingPipeline(stack, "Clicks", new StreamingPipelineProps
        {
            Scaling = new ShardScaling { MaxShards = 16 },
            Delivery = new S3Destination { Bucket = Bucket.FromBucketName(stack, "Lake", "example-lake") },
        });
        app.Synth();
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("shardwise-empty-app-");
    private readonly Lazy<string> templates;

    public EmptyApp()
    {
        templates = new Lazy<string>(() => Synthesize(Built));
        // Packages that are made twice have one version: a machine that kept the first of them would go on testing it.
        File.WriteAllText(
            Path.Combine(folder.FullName, "Pipeline.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <RestorePackagesPath>$(MSBuildThisFileDirectory)packages</RestorePackagesPath>
                <RestoreFallbackFolders>{KnownPackages}</RestoreFallbackFolders>
                <RestoreAdditionalProjectSources>{PackedPackages.Folder}</RestoreAdditionalProjectSources>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Shardwise.Constructs" Version="{PackedPackages.Version}" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder.FullName, "Program.cs"), Program);
        PackedPackages.Run(folder.FullName, "dotnet", ["build", "-c", "Release", "-o", Built, "-v", "quiet", "-nologo", "-clp:ErrorsOnly"]);
    }

    /// <summary>What the build put out.</summary>
    public string Built => Path.Combine(folder.FullName, "built");

    /// <summary>The folder of the one template that the built app makes, synthesized once for all who look at it.</summary>
    public string Templates => templates.Value;

    internal static string KnownPackages => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } chosen
        ? chosen
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>Synthesizes from a folder that holds the built app, and gives the folder of the one template.</summary>
    public string Synthesize(string built)
    {
        var number = folder.GetDirectories("assembly*").Length;
        var assembly = folder.CreateSubdirectory($"assembly{number}").FullName;
        PackedPackages.Run(
            folder.FullName, "dotnet", [Path.Combine(built, "Pipeline.dll")], ("CDK_OUTDIR", assembly), ("SHARDWISE_ALLOW_STANDINS", "1"));
        var templates = folder.CreateSubdirectory($"templates{number}").FullName;
        File.Copy(Path.Combine(assembly, "Pipeline.template.json"), Path.Combine(templates, "Pipeline.json"));
        return templates;
    }

    /// <summary>The built app in another folder.</summary>
    public string Moved()
    {
        var moved = folder.CreateSubdirectory("moved");
        foreach (var file in new DirectoryInfo(Built).GetFiles("*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(moved.FullName, Path.GetRelativePath(Built, file.FullName));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            file.CopyTo(copy);
        }

        return moved.FullName;
    }

    public void Dispose() => folder.Delete(recursive: true);
}
