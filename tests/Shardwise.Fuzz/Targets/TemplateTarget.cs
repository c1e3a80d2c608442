using System.Text.Json.Nodes;
using Shardwise.Local;
using Shardwise.Local.Template;

namespace Shardwise.Fuzz.Targets;

/// <summary>
/// The approved templates of the constructs with members taken away, swapped and replaced by intrinsic functions: each makes a plan, or ends in one sentence
/// that names what is wrong.
/// </summary>
internal sealed class TemplateTarget : IFuzzTarget
{
    private static readonly LocalAccount Account = new("us-east-1", "000000000000");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("shardwise-fuzz-");
    private readonly List<string> _templates;

    /// <param name="root">The repository.</param>
    public TemplateTarget(string root)
    {
        _templates =
        [
            .. Directory.GetFiles(Path.Combine(root, "tests", "Shardwise.Constructs.Tests"), "*.approved.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                .Select(File.ReadAllText).Where(text => JsonNode.Parse(text)?["Resources"] is JsonObject),
        ];
        if (_templates.Count == 0)
            throw new InvalidOperationException($"There are no approved templates under {root}.");
        File.WriteAllText(Path.Combine(_folder.FullName, "manifest.json"), """
            {"version":"38.0.1","artifacts":{"App":{"type":"aws:cloudformation:stack","properties":{"templateFile":"App.template.json"}}}}
            """);
    }

    public string Name => "templates";

    public byte[] Make(Random random)
    {
        var template = JsonNode.Parse(_templates[random.Next(_templates.Count)])!.AsObject();
        new TemplateMutations(random).Apply(template);
        return System.Text.Encoding.UTF8.GetBytes(template.ToJsonString());
    }

    public void Check(byte[] input)
    {
        File.WriteAllBytes(Path.Combine(_folder.FullName, "App.template.json"), input);
        try
        {
            PlanReader.Read(_folder.FullName, [], Account);
        }
        catch (LocalPipelineException problem)
        {
            if (problem.Message.Contains("System.", StringComparison.Ordinal) || problem.Message.Contains('\n', StringComparison.Ordinal))
                throw new FuzzFindException($"The error is not one sentence of ours: {problem.Message}");
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
