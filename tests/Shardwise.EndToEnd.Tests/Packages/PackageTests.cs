using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace Shardwise.EndToEnd.Tests.Packages;

/// <summary>From the packed files alone: nothing here sees the source of a construct.</summary>
[Collection(ReferencePipeline.OneAtATime)]
public sealed class PackageTests(EmptyApp app, ITestOutputHelper output) : IClassFixture<EmptyApp>
{
    public static TheoryData<string> Libraries =>
    [
        "Shardwise.Constructs", "Shardwise.Constructs.Testing", "Shardwise.Consumers", "Shardwise.Consumers.DynamoDb", "Shardwise.Consumers.Firehose", "Shardwise.Consumers.Kinesis", "Shardwise.Kpl",
        "Shardwise.LocalKinesis", "Shardwise.Producer", "Shardwise.Scaling",
    ];

    [Fact]
    public void An_app_that_has_only_the_package_synthesizes_a_pipeline_that_passes_the_gates()
    {
        var templates = app.Templates;

        var template = JsonNode.Parse(File.ReadAllText(Path.Combine(templates, "Pipeline.json")))!;
        var types = template["Resources"]!.AsObject().Select(resource => (string)resource.Value!["Type"]!).ToList();
        Assert.Contains("AWS::Kinesis::Stream", types);
        Assert.Contains("AWS::Lambda::Function", types);
        Assert.Contains("AWS::KinesisFirehose::DeliveryStream", types);
        Assert.Empty(PackedPackages.Gate("nag2.mjs", templates));
        Assert.Empty(PackedPackages.Gate("schema.mjs", templates));
    }

    [Fact]
    public void What_is_not_upgraded_gives_the_same_template_to_the_byte_also_from_another_folder()
    {
        var first = File.ReadAllBytes(Path.Combine(app.Templates, "Pipeline.json"));
        var second = File.ReadAllBytes(Path.Combine(app.Synthesize(app.Moved()), "Pipeline.json"));

        Assert.Equal(Convert.ToHexString(SHA256.HashData(first)), Convert.ToHexString(SHA256.HashData(second)));
    }

    [Fact]
    public void The_package_puts_the_scaler_beside_the_app_as_it_was_built()
    {
        var carried = PackedPackages.Files("Shardwise.Constructs").Where(file => file.StartsWith("functions/", StringComparison.Ordinal)).Order().ToList();
        var built = Directory.GetFiles(Path.Combine(app.Built, "functions"), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(app.Built, file).Replace('\\', '/')).Order();

        Assert.Contains("functions/Shardwise.Scaler/Shardwise.Scaler.dll", carried);
        Assert.Contains("functions/Shardwise.Scaler/Shardwise.Scaler.runtimeconfig.json", carried);
        Assert.Equal(carried, built);

        // What Lambda's runtime will look for is what the function's own list of assemblies names.
        var list = JsonNode.Parse(File.ReadAllText(Path.Combine(app.Built, "functions", "Shardwise.Scaler", "Shardwise.Scaler.deps.json")))!;
        var assemblies = list["targets"]!.AsObject().SelectMany(target => target.Value!.AsObject())
            .SelectMany(library => library.Value!["runtime"] is JsonObject runtime ? runtime.Select(file => Path.GetFileName(file.Key)) : []).ToList();
        Assert.Contains("AWSSDK.Kinesis.dll", assemblies);
        foreach (var assembly in assemblies)
            Assert.Contains($"functions/Shardwise.Scaler/{assembly}", carried);
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_package_has_a_readme_a_licence_documentation_and_symbols(string id)
    {
        var metadata = PackedPackages.Metadata(id);
        string? Said(string name) => metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value;

        Assert.Equal("README.md", Said("readme"));
        Assert.Equal("Apache-2.0", Said("license"));
        Assert.False(string.IsNullOrWhiteSpace(Said("description")));
        Assert.Equal("icon.png", Said("icon"));
        Assert.StartsWith("### ", Said("releaseNotes"), StringComparison.Ordinal);
        var files = PackedPackages.Files(id);
        Assert.Contains("README.md", files);
        Assert.Contains("icon.png", files);
        Assert.Contains($"lib/net10.0/{id}.dll", files);
        Assert.Contains($"lib/net10.0/{id}.xml", files);
        Assert.Contains($"lib/net10.0/{id}.pdb", PackedPackages.Files(id, "snupkg"));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_package_depends_on_packages_at_the_versions_it_is_built_with_and_on_a_stand_in_only_by_a_version_that_says_so(string id)
    {
        var central = PackedPackages.CentralVersions();
        var dependencies = PackedPackages.Metadata(id).Descendants().Where(element => element.Name.LocalName == "dependency").ToList();

        foreach (var dependency in dependencies)
        {
            var (name, version) = (dependency.Attribute("id")!.Value, dependency.Attribute("version")!.Value);
            Assert.Equal(name.StartsWith("Shardwise.", StringComparison.Ordinal) ? PackedPackages.Version : PackedPackages.Standin(name) ?? central[name], version);
        }

        // A stand-in is a package of its own, and none of its bytes are in another.
        Assert.DoesNotContain(PackedPackages.Files(id), file => file.StartsWith("lib/", StringComparison.Ordinal) && !file.Contains(id, StringComparison.Ordinal));
    }

    [Fact]
    public void Only_packages_on_the_real_AWS_packages_have_a_plain_version()
    {
        var stamped = PackedPackages.Files("Shardwise.Constructs").Any(file => file.EndsWith("/shardwise-standins.txt", StringComparison.Ordinal));
        output.WriteLine($"{PackedPackages.Version}, {(stamped ? "on stand-ins" : "on the real packages")}");

        Assert.Equal(stamped, PackedPackages.Version.EndsWith("-standin", StringComparison.Ordinal));
    }

    [Fact]
    public void What_packages_on_stand_ins_depend_on_lies_beside_them()
    {
        var standins = ((IEnumerable<object[]>)Libraries).SelectMany(id => PackedPackages.Metadata((string)id[0]).Descendants().Where(element => element.Name.LocalName == "dependency"))
            .Select(dependency => (Id: dependency.Attribute("id")!.Value, Version: dependency.Attribute("version")!.Value))
            .Where(dependency => PackedPackages.Standin(dependency.Id) is not null).ToList();

        Assert.Equal(PackedPackages.Version.EndsWith("-standin", StringComparison.Ordinal), standins.Count > 0);
        Assert.All(standins, standin => Assert.True(File.Exists(Path.Combine(PackedPackages.Folder, $"{standin.Id}.{standin.Version}.nupkg")), $"{standin}"));
    }

    [Fact]
    public void The_same_source_makes_the_same_package_to_the_byte()
    {
        var folder = Directory.CreateTempSubdirectory("shardwise-packed-again-");
        try
        {
            PackedPackages.Run(
                folder.FullName, "dotnet",
                ["pack", PackedPackages.Project("infra/Shardwise.Constructs"), "-c", "Release", "--no-build", "-o", folder.FullName, "-v", "quiet", "-nologo"]);

            foreach (var extension in (string[])["nupkg", "snupkg"])
            {
                var again = Path.Combine(folder.FullName, $"Shardwise.Constructs.{PackedPackages.Version}.{extension}");
                Assert.Equal(Hash(PackedPackages.PathOf("Shardwise.Constructs", extension)), Hash(again));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void The_tool_installs_and_runs()
    {
        var folder = Directory.CreateTempSubdirectory("shardwise-tool-");
        try
        {
            PackedPackages.Run(
                folder.FullName, "dotnet",
                ["tool", "install", "shardwise", "--tool-path", ".", "--version", PackedPackages.Version, "--source", PackedPackages.Folder]);

            var help = PackedPackages.Run(folder.FullName, Path.Combine(folder.FullName, "shardwise"), ["--help"]);

            Assert.Contains("simulate", help, StringComparison.Ordinal);
            Assert.Contains("kpl", help, StringComparison.Ordinal);
            Assert.Equal(PackedPackages.Version, PackedPackages.Run(folder.FullName, Path.Combine(folder.FullName, "shardwise"), ["--version"]).Trim());
            RunsWhatNeedsNoClone(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // In a folder that is in no clone, and whose temporary files are its own.
    private static void RunsWhatNeedsNoClone(string folder)
    {
        var tool = Path.Combine(folder, "shardwise");
        var temporary = Directory.CreateDirectory(Path.Combine(folder, "tmp")).FullName;
        using var local = new CommandLineProcess(tool, folder, ("TMPDIR", temporary), "local", "--app", ReferencePipeline.CloudAssembly, "--port", "0");
        local.PrintedAsync("export AWS_ENDPOINT_URL=").GetAwaiter().GetResult();
        local.Interrupt();
        Assert.Equal(130, local.ExitAsync().GetAwaiter().GetResult());
        Assert.Empty(Directory.GetDirectories(temporary, "shardwise-*"));

        using var demo = new CommandLineProcess(tool, folder, ("TMPDIR", temporary), "demo");
        Assert.Equal(2, demo.ExitAsync().GetAwaiter().GetResult());
        Assert.Equal(
            "shardwise: demo runs the reference app of a clone of Shardwise, and this folder is in none: run it there by \"dotnet run build.cs -- demo\", or name a "
            + "cloud assembly by --assembly (your own CDK app runs by \"shardwise local\", and needs no clone)",
            demo.Error.Trim());
    }

    private static string Hash(string path) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));
}
