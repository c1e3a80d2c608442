using System.IO.Compression;

namespace Shardwise.EndToEnd.Tests.Packages;

/// <summary>Apps that the package cannot be used in: each is told so by its build, before anything of it runs.</summary>
public sealed class RefusedAppTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("shardwise-refused-app-");

    // What "cdk init" writes names a framework of its own.
    [Fact]
    public void An_app_of_an_older_framework_is_told_by_the_restore()
    {
        var (exitCode, output, _) = Build("net8.0");

        Assert.NotEqual(0, exitCode);
        Assert.Contains(
            $"error NU1202: Package Shardwise.Constructs {PackedPackages.Version} is not compatible with net8.0", output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_app_whose_Constructs_are_newer_than_its_CDK_is_told_by_the_build()
    {
        PackConstructs("10.5.0");

        var (exitCode, output, _) = Build("net10.0", """<PackageReference Include="Constructs" Version="10.5.0" />""");

        Assert.NotEqual(0, exitCode);
        Assert.Contains(
            "error SHARDWISE001: Constructs 10.5.0 needs Amazon.CDK.Lib 2.239.0 or later, and this project has 2.160.0: "
            + "take a newer Amazon.CDK.Lib, or Constructs before 10.5.",
            output,
            StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private (int ExitCode, string Output, string Error) Build(string framework, string more = "")
    {
        File.WriteAllText(
            Path.Combine(_folder.FullName, "App.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>{framework}</TargetFramework>
                <RestorePackagesPath>$(MSBuildThisFileDirectory)packages</RestorePackagesPath>
                <RestoreFallbackFolders>{EmptyApp.KnownPackages}</RestoreFallbackFolders>
                <RestoreAdditionalProjectSources>{PackedPackages.Folder};{_folder.FullName}</RestoreAdditionalProjectSources>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Shardwise.Constructs" Version="{PackedPackages.Version}" />
                {more}
              </ItemGroup>
            </Project>
            """);
        return PackedPackages.Try(_folder.FullName, "dotnet", ["build", "-v", "quiet", "-nologo", "-clp:ErrorsOnly"]);
    }

    // The registry of this machine may lack a newer one: an empty package of its name and version is as good to a build that goes no further.
    private void PackConstructs(string version)
    {
        using var package = ZipFile.Open(Path.Combine(_folder.FullName, $"Constructs.{version}.nupkg"), ZipArchiveMode.Create);
        using (var manifest = new StreamWriter(package.CreateEntry("Constructs.nuspec").Open()))
            manifest.Write(
                $"""
                <package><metadata>
                  <id>Constructs</id><version>{version}</version><authors>Shardwise</authors><description>Nothing, for this test only.</description>
                </metadata></package>
                """);
        using var assembly = package.CreateEntry("lib/netstandard2.0/Constructs.dll").Open();
        assembly.Write(File.ReadAllBytes(typeof(RefusedAppTests).Assembly.Location));
    }
}
