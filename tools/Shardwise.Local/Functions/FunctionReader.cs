using System.Text.Json.Nodes;
using Shardwise.Local.Template;

namespace Shardwise.Local.Functions;

/// <summary>Reads the functions of a template that run here.</summary>
/// <param name="note">Hears of those that do not.</param>
/// <param name="layers">The layers of the templates.</param>
internal sealed class FunctionReader(Action<ResourceNote> note, IEnumerable<TemplateResource> layers)
{
    private readonly IReadOnlyList<TemplateResource> _layers = [.. layers];

    /// <summary>The name in a name or ARN, which may go on with a version or alias that a local function does not have.</summary>
    public static string NameIn(string nameOrArn) => nameOrArn.Split(":function:") is [_, var rest] ? rest.Split(':')[0] : nameOrArn;

    public FunctionDefinition? Read(TemplateResource resource)
    {
        var properties = resource.Properties;
        string? runtime = properties.Text("Runtime");
        if (FunctionLanguage.Problem(runtime) is { } problem)
        {
            note(new ResourceNote(resource, ResourceHandling.NotRun, problem));
            return null;
        }

        string? inline = properties.Text("Code.ZipFile");
        string code = inline is null || FunctionLanguage.IsDotnet(runtime!) || FunctionLanguage.IsProvided(runtime!) ? Code(resource) : "";
        if (FunctionLanguage.IsProvided(runtime!) && FunctionLanguage.BootstrapProblem(code) is { } unfit)
        {
            note(new ResourceNote(resource, ResourceHandling.NotRun, unfit));
            return null;
        }

        return new FunctionDefinition
        {
            Stack = resource.Stack,
            LogicalId = resource.LogicalId,
            Name = resource.Name,
            Arn = resource.Arn,
            RoleArn = properties.Text("Role"),
            Handler = FunctionLanguage.IsProvided(runtime!) ? properties.Text("Handler") ?? "bootstrap" : properties.RequiredText("Handler"),
            CodePath = code,
            InlineCode = code.Length == 0 ? inline : null,
            Layers = Layers(resource),
            Timeout = TimeSpan.FromSeconds(properties.Integer("Timeout", 1, 900, 3)),
            MemoryMegabytes = properties.Integer("MemorySize", 128, 10_240, 128),
            ReservedConcurrency = properties.OptionalInteger("ReservedConcurrentExecutions", 0, 100_000),
            Runtime = runtime!,
            Environment = (properties.Node("Environment.Variables") as JsonObject ?? [])
                .ToDictionary(variable => variable.Key, variable => TemplateResolver.Text(variable.Value) ?? "", StringComparer.Ordinal),
        };
    }

    private List<string> Layers(TemplateResource function)
    {
        var found = new List<string>();
        foreach (string arn in function.Properties.List("Layers").Select(TemplateResolver.Text).OfType<string>())
        {
            if (_layers.FirstOrDefault(layer => layer.Arn == arn) is not { } made)
            {
                note(new ResourceNote(function, ResourceHandling.Runs, $"runs without the layer {arn}, which no template here makes"));
            }
            else if (made.Properties.Text("Content.S3Key") is { } key && made.Template.Asset(made.LogicalId, key) is { } path
                && (Directory.Exists(path) || File.Exists(path)))
            {
                found.Add(path);
            }
            else
            {
                throw made.Properties.Problem("Content", "names no asset of the cloud assembly that is there");
            }
        }

        return found;
    }

    private static string Code(TemplateResource resource)
    {
        var properties = resource.Properties;
        string key = properties.Text("Code.S3Key") ?? throw properties.Problem("Code", "has no S3Key, which names the function's files");
        string path = resource.Template.Asset(resource.LogicalId, key)
            ?? throw properties.Problem("Code.S3Key", $"is '{key}', which no asset of the cloud assembly is");
        return Directory.Exists(path) || File.Exists(path) ? path : throw properties.Problem("Code", $"is the asset '{path}', which is not there");
    }
}
