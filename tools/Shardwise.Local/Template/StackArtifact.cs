using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Shardwise.Local.Template;

/// <summary>One stack as a manifest lists it.</summary>
internal sealed class StackArtifact(string id, string directory, JsonObject artifact, IReadOnlyDictionary<string, string> assets)
{
    public string Id => id;

    public string Directory => directory;

    /// <summary>What cdk shows and takes: <c>Stage/Stack</c>, or the id.</summary>
    public string Path => TemplateResolver.Text(artifact["displayName"])?.Split(' ')[0] ?? id;

    /// <summary>The name that CloudFormation knows it by.</summary>
    public string Name => TemplateResolver.Text(artifact["properties"]?["stackName"]) ?? id;

    public IReadOnlyCollection<string> Dependencies { get; } =
        [.. (artifact["dependencies"] as JsonArray ?? []).Select(TemplateResolver.Text).OfType<string>()];

    public bool IsCalled(string name) => name.Contains('*', StringComparison.Ordinal)
        ? Regex.IsMatch(Path, "^" + Regex.Escape(name).Replace(@"\*", ".*", StringComparison.Ordinal) + "$", RegexOptions.CultureInvariant)
        : name == id || name == Name || name == Path;

    public StackTemplate Template()
    {
        string file = TemplateResolver.Text(artifact["properties"]?["templateFile"])
            ?? throw new LocalPipelineException($"cloud assembly: stack '{id}' names no templateFile in manifest.json");
        string path = System.IO.Path.Combine(directory, file);
        return File.Exists(path)
            ? new StackTemplate(Name, Path, AssemblyFile.Object(path), directory,
                assets)
            { Environment = TemplateResolver.Text(artifact["environment"]) }
            : throw new LocalPipelineException($"cloud assembly: the template '{path}' of stack '{id}' is missing");
    }
}
