using System.Diagnostics;
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
    private static readonly string[] Surroundings = ["Camera", "Lake", "OnCall", "Operators", "Producer", "Reader", "Worker"];

    /// <summary>Over the approved templates, the examples of the documentation, and the stack that a template of a project makes.</summary>
    public static string[] OverAll(string script, CdkFixture cdk)
    {
        (string Name, string Text)[] examples =
        [
            ("constructs.md.json", cdk.Example(ConstructsExamplesTests.Synthesized).Snapshot()),
            ("delivery.md.json", cdk.Example(DeliveryExamplesTests.Synthesized).Snapshot()),
            ("flink-video-network.md.json", cdk.Example(FlinkExamplesTests.Synthesized).Snapshot()),
            ("README.md.json", cdk.Example(ReadmeExampleTests.Synthesized).Snapshot()),
            ("shardwise-consumer.json", cdk.Example(ConsumerTemplateTests.Synthesized).Snapshot()),
        ];
        var approved = ApprovedTemplates.Select(path => (Path.GetFileName(path), File.ReadAllText(path)));
        return [.. Run(script, approved.Concat(examples)).Where(finding => !(
            examples.Any(example => finding.StartsWith(example.Name, StringComparison.Ordinal))
            && Surroundings.Any(name => finding.Split(": ")[1].StartsWith(name, StringComparison.Ordinal))))];
    }

    public static string[] Over(string script, string template) => Run(script, [("planted.json", template)]);

    private static string[] Run(string script, IEnumerable<(string Name, string Text)> templates)
    {
        var folder = Directory.CreateTempSubdirectory("shardwise-gate-");
        try
        {
            foreach (var (name, text) in templates)
                File.WriteAllText(Path.Combine(folder.FullName, name), text);
            using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(CdkFixture.Root, "eng", "gates", script), folder.FullName])
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
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
