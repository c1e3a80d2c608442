using System.Diagnostics;
using Shardwise.App;
using Shardwise.Constructs.Tests.Defaults;
using Shardwise.Constructs.Tests.Delivery;
using Shardwise.Constructs.Tests.Flink;
using Shardwise.Constructs.Tests.Templates;

namespace Shardwise.Constructs.Tests.Gates;

/// <summary>Runs one of the scripts in eng/gates over templates, and gives what it found, a line a finding.</summary>
internal static class TemplateGate
{
    /// <summary>All templates that the tests approve: what a construct makes is equal to them, or another test fails.</summary>
    public static IEnumerable<string> ApprovedTemplates =>
        Directory.GetFiles(Path.Combine(CdkFixture.Root, "tests", "Shardwise.Constructs.Tests"), "*.approved.json", SearchOption.AllDirectories);

    // What the examples have about them only so that there is something to grant to, to read from and to tell.
    private static readonly string[] Surroundings = ["Camera", "Lake", "OnCall", "Operators", "Producer", "Reader", "Seen", "Worker"];

    /// <summary>
    /// Over the approved templates, the examples of the documentation, and the stack that a template of a project makes; and over what is planted, in
    /// one run of the script, since it takes longer to start than to look at a template.
    /// </summary>
    public static string[] OverAll(string script, CdkFixture cdk, params (string Name, string Template)[] planted)
    {
        var approved = ApprovedTemplates.Select(path => new Subject(Path.GetFileName(path), File.ReadAllText(path)));
        return WithoutSurroundings(Run(script, [.. approved, .. Examples(cdk), .. planted.Select(each => new Subject(each.Name, each.Template))]));
    }

    /// <summary>The same templates, each with its name.</summary>
    public static IEnumerable<(string Name, string Text)> AllTemplates(CdkFixture cdk) =>
        ApprovedTemplates.Select(path => (Path.GetFileName(path), File.ReadAllText(path)))
            .Concat(Examples(cdk).Select(example => (example.Name, example.Template)));

    /// <summary>
    /// Over what is synthesized here and now, with what constructs say beside their templates: the examples, a stack that holds every construct, and
    /// the reference app with all that it has.
    /// </summary>
    public static string[] OverSynthesized(string script, CdkFixture cdk)
    {
        Subject[] live =
        [
            .. Examples(cdk),
            Subject.Of("example of every construct.json", EveryConstruct.Template(cdk)),
            Subject.Of("reference.json", cdk.Once("template of the reference", () => CdkFixture.Synthesize(Reference(cdk)))),
        ];
        return WithoutSurroundings(Run(script, live));
    }

    /// <summary>The reference stack with all that it has, for all who only look at it.</summary>
    public static ReferenceStack Reference(CdkFixture cdk) => cdk.Once("the reference", () => new ReferenceStack(
        cdk.NewApp(), "ShardwiseReference", new ReferenceSettings { Everything = true, FlinkJar = "s3://example-code/clicks/clicks-1.4.jar" }));

    public static string[] Over(string script, string template, string acknowledged = "{}") =>
        Run(script, [new Subject("planted.json", template, acknowledged)]);

    public static string[] Over(string script, params (string Name, SynthesizedTemplate Template)[] subjects) =>
        Run(script, subjects.Select(subject => Subject.Of($"{subject.Name}.json", subject.Template)));

    private static IEnumerable<Subject> Examples(CdkFixture cdk) =>
    [
        Subject.Of("example of constructs.md.json", cdk.Example(ConstructsExamplesTests.Synthesized)),
        Subject.Of("example of escape-hatches.md.json", cdk.Example(EscapeHatchExamplesTests.Synthesized)),
        Subject.Of("example of delivery.md.json", cdk.Example(DeliveryExamplesTests.Synthesized)),
        Subject.Of("example of flink-video-network.md.json", cdk.Example(FlinkExamplesTests.Synthesized)),
        Subject.Of("example of README.md.json", cdk.Example(ReadmeExampleTests.Synthesized)),
        Subject.Of("example of shardwise-consumer.json", cdk.Example(ConsumerTemplateTests.Synthesized)),
    ];

    private static string[] WithoutSurroundings(IEnumerable<string> findings) => [.. findings.Where(finding => !(
        finding.StartsWith("example of ", StringComparison.Ordinal)
        && Surroundings.Any(name => finding.Split(": ")[1].StartsWith(name, StringComparison.Ordinal))))];

    private static string[] Run(string script, IEnumerable<Subject> subjects)
    {
        var folder = Directory.CreateTempSubdirectory("shardwise-gate-");
        try
        {
            foreach (var subject in subjects)
            {
                File.WriteAllText(Path.Combine(folder.FullName, subject.Name), subject.Template);
                File.WriteAllText(Path.Combine(folder.FullName, $"{subject.Name}.acknowledged"), subject.Acknowledged);
            }

            return Node(script, folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>What one of the scripts prints of what it is given, a line each.</summary>
    public static string[] Node(string script, string argument)
    {
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(CdkFixture.Root, "eng", "gates", script), argument])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = node.StandardError.ReadToEndAsync();
        var output = node.StandardOutput.ReadToEnd();
        node.WaitForExit();
        Assert.True(node.ExitCode == 0, $"{script} itself failed: {error.Result}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>A template to look at, and what its constructs acknowledge beside it.</summary>
    private sealed record Subject(string Name, string Template, string Acknowledged = "{}")
    {
        public static Subject Of(string name, SynthesizedTemplate template) => new(name, template.Snapshot(), template.Acknowledged.ToJsonString());
    }
}
