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
    private readonly Dictionary<string, SynthesizedTemplate> examples = [];
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
    public SynthesizedTemplate Example(Func<CdkFixture, SynthesizedTemplate> synthesize)
    {
        var page = synthesize.Method.DeclaringType!.Name;
        return examples.TryGetValue(page, out var made) ? made : examples[page] = synthesize(this);
    }

    public Stack NewStack(string name = "Test") => new(NewApp(), name);

    public Amazon.CDK.App NewApp(IDictionary<string, object>? context = null) => new(new AppProps
    {
        Outdir = Path.Combine(folder.FullName, $"{++count}"),
        AnalyticsReporting = false,
        StackTraces = false,
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

    public static SynthesizedTemplate Synthesize(Stack stack)
    {
        var assembly = ((Amazon.CDK.App)stack.Node.Root).Synth();
        var template = assembly.GetStackByName(stack.StackName).TemplateFullPath;
        var made = new SynthesizedTemplate(
            JsonNode.Parse(File.ReadAllText(template))!.AsObject(), Acknowledged(assembly.Directory, stack.ArtifactId));
        // cdk-nag 2 reads the reasons of the template, and version 3 those of the constructs: none may have a reason that the other lacks.
        made.Reasons().Except(made.AcknowledgedRules()).ShouldBeEmpty("in the template, and not beside it");
        made.AcknowledgedRules().Except(made.Reasons()).ShouldBeEmpty("beside the template, and not in it");
        return made;
    }

    // The reasons that constructs have for rules that do not apply, by their resources' logical ids.
    private static JsonObject Acknowledged(string assembly, string artifact)
    {
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(assembly, "manifest.json")))!["artifacts"]![artifact]!;
        var metadata = manifest["additionalMetadataFile"] is { } file
            ? JsonNode.Parse(File.ReadAllText(Path.Combine(assembly, (string)file!)))!
            : manifest["metadata"]!;
        var reasons = new JsonObject();
        foreach (var entries in metadata.AsObject().Select(construct => construct.Value!.AsArray().ToLookup(entry => (string)entry!["type"]!)))
            // Newer CDKs have reasons of their own, on constructs that are no resources.
            if (entries["aws:cdk:logicalId"].SingleOrDefault() is { } logical)
                foreach (var (rule, reason) in entries["aws:cdk:acknowledged-rules"].SelectMany(entry => entry!["data"]!.AsObject()))
                    (reasons[(string)logical["data"]!] ??= new JsonObject())[rule] = reason!.DeepClone();

        return reasons;
    }

    /// <summary>What the synthesis warns of, a line a warning: the construct's path and the text; that alarms have no action is left out.</summary>
    public static IReadOnlyList<string> Warnings(Stack stack) =>
        [.. ((Amazon.CDK.App)stack.Node.Root).Synth().GetStackByName(stack.StackName).Messages
            .Where(message => message.Level == Amazon.CDK.CXAPI.SynthesisMessageLevel.WARNING).Select(message => $"{message.Id}: {message.Entry.Data}")
            .Where(warning => !warning.Contains("shardwise:alarmsWithoutAction", StringComparison.Ordinal))];

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
