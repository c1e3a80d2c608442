using System.Diagnostics;

namespace Shardwise.Constructs.Tests.Gates;

/// <summary>Runs one of the scripts in eng/gates over templates, and gives what it found, a line a finding.</summary>
internal static class TemplateGate
{
    /// <summary>All templates that the tests approve: what a construct makes is equal to them, or another test fails.</summary>
    public static IEnumerable<string> ApprovedTemplates =>
        Directory.GetFiles(Path.Combine(CdkFixture.Root, "tests", "Shardwise.Constructs.Tests"), "*.approved.json", SearchOption.AllDirectories);

    public static string[] OverApproved(string script) =>
        Run(script, ApprovedTemplates.Select(path => (Path.GetFileName(path), File.ReadAllText(path))));

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
