using System.Text.Json.Nodes;
using Amazon.CDK;
using Shouldly;

namespace Shardwise.Constructs.Tests;

/// <summary>What all tests share: they run one after the other, in the one process that the CDK's JavaScript takes seconds to start in.</summary>
[CollectionDefinition(Name)]
public sealed class CdkFixture : ICollectionFixture<CdkFixture>, IDisposable
{
    public const string Name = "cdk";

    private const string AllowStandins = "SHARDWISE_ALLOW_STANDINS";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("shardwise-constructs-");
    private readonly Dictionary<string, object> made = [];
    private int count;

    public CdkFixture()
    {
        System.Environment.SetEnvironmentVariable(AllowStandins, "1");
        // What the CDK deprecates throws, in whatever construct: nothing that a user synthesizes prints a line about it.
        System.Environment.SetEnvironmentVariable("JSII_DEPRECATED", "fail");
    }

    /// <summary>Where Infra.sln and cdk.json are.</summary>
    public static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "Infra.sln")))
                folder = folder.Parent ?? throw new DirectoryNotFoundException("No folder above the tests holds Infra.sln.");
            return folder.FullName;
        }
    }

    /// <summary>The template of a page's examples, synthesized once for all who look at it.</summary>
    public SynthesizedTemplate Example(Func<CdkFixture, SynthesizedTemplate> synthesize) =>
        Once($"example of {synthesize.Method.DeclaringType!.Name}", () => synthesize(this));

    /// <summary>What takes seconds to make and is only looked at is made by the first test that asks for it, and kept by its name.</summary>
    public T Once<T>(string name, Func<T> make)
        where T : notnull
    {
        if (!made.TryGetValue(name, out var kept))
            made[name] = kept = make();
        return (T)kept;
    }

    public Stack NewStack(string name = "Test") => new(NewApp(), name);

    public Amazon.CDK.App NewApp(IDictionary<string, object>? context = null) => new(new AppProps
    {
        Outdir = Path.Combine(folder.FullName, $"{++count}"),
        AnalyticsReporting = false,
        StackTraces = false,
        // Each resource would be rendered once more for it, and no test reads it.
        TreeMetadata = false,
        // The bytes of the functions are hashed all the same; copying them for each test is what is left out.
        Context = new Dictionary<string, object>(context ?? new Dictionary<string, object>()) { ["aws:cdk:disable-asset-staging"] = true },
    });

    /// <summary>A folder that looks like a published function.</summary>
    public string Published(string assembly, bool stamped = false)
    {
        var published = folder.CreateSubdirectory($"{++count}");
        foreach (var file in (string[])[$"{assembly}.dll", $"{assembly}.runtimeconfig.json",
            .. stamped ? ["shardwise-standins.txt"] : Array.Empty<string>()])
            File.WriteAllText(Path.Combine(published.FullName, file), "");
        return published.FullName;
    }

    public static SynthesizedTemplate Synthesize(Stack stack) => Of(stack).Template;

    /// <summary>All stacks of an app by their ids. Each question to an object of the CDK goes to its process and back: what is asked here is one path.</summary>
    public static IReadOnlyDictionary<string, SynthesizedStack> Synthesize(Amazon.CDK.App app)
    {
        var folder = app.Synth().Directory;
        var artifacts = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "manifest.json")))!["artifacts"]!.AsObject();
        return artifacts.Where(artifact => (string)artifact.Value!["type"]! == "aws:cloudformation:stack")
            .ToDictionary(artifact => artifact.Key, artifact => Read(folder, artifact.Value!));
    }

    private static SynthesizedStack Of(Stack stack) => Synthesize((Amazon.CDK.App)stack.Node.Root)[stack.ArtifactId];

    private static SynthesizedStack Read(string folder, JsonNode artifact)
    {
        var metadata = artifact["additionalMetadataFile"] is { } file
            ? JsonNode.Parse(File.ReadAllText(Path.Combine(folder, (string)file!)))!
            : artifact["metadata"];
        var constructs = (metadata?.AsObject() ?? []).Select(construct => (Path: construct.Key, Entries: construct.Value!.AsArray())).ToList();
        var template = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, (string)artifact["properties"]!["templateFile"]!)))!.AsObject();
        var made = new SynthesizedTemplate(template, Acknowledged(constructs.Select(construct => construct.Entries)));
        // cdk-nag 2 reads the reasons of the template, and version 3 those of the constructs: none may have a reason that the other lacks.
        made.Reasons().Except(made.AcknowledgedRules()).ShouldBeEmpty("in the template, and not beside it");
        made.AcknowledgedRules().Except(made.Reasons()).ShouldBeEmpty("beside the template, and not in it");
        return new SynthesizedStack(made, [.. constructs.SelectMany(construct => WarningsAt(construct.Path, construct.Entries))]);
    }

    // The reasons that constructs have for rules that do not apply, by their resources' logical ids.
    private static JsonObject Acknowledged(IEnumerable<JsonArray> constructs)
    {
        var reasons = new JsonObject();
        foreach (var entries in constructs.Select(construct => construct.ToLookup(entry => (string)entry!["type"]!)))
            // Newer CDKs have reasons of their own, on constructs that are no resources.
            if (entries["aws:cdk:logicalId"].SingleOrDefault() is { } logical)
                foreach (var (rule, reason) in entries["aws:cdk:acknowledged-rules"].SelectMany(entry => entry!["data"]!.AsObject()))
                    (reasons[(string)logical["data"]!] ??= new JsonObject())[rule] = reason!.DeepClone();

        return reasons;
    }

    private static IEnumerable<string> WarningsAt(string path, JsonArray entries) => entries
        .Where(entry => (string)entry!["type"]! == "aws:cdk:warning").Select(entry => $"{path}: {entry!["data"]}")
        .Where(warning => !warning.Contains("shardwise:alarmsWithoutAction", StringComparison.Ordinal));

    /// <summary>What the synthesis warns of, a line a warning: the construct's path and the text; that alarms have no action is left out.</summary>
    public static IReadOnlyList<string> Warnings(Stack stack) => Of(stack).Warnings;

    /// <summary>Runs with the variable that lets stand-ins through set to a value, or not set.</summary>
    public static void WithStandins(string? allow, Action action)
    {
        System.Environment.SetEnvironmentVariable(AllowStandins, allow);
        try
        {
            action();
        }
        finally
        {
            System.Environment.SetEnvironmentVariable(AllowStandins, "1");
        }
    }

    public void Dispose() => folder.Delete(recursive: true);
}
