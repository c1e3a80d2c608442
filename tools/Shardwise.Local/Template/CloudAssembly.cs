using System.Text.Json;
using System.Text.Json.Nodes;

namespace Shardwise.Local.Template;

/// <summary>
/// A synthesized cloud assembly on disk: which stacks it holds, those of nested assemblies included, their templates, and where the files are that
/// the templates name.
/// </summary>
internal sealed class CloudAssembly
{
    private readonly string _directory;
    private readonly List<StackArtifact> _stacks = [];

    private CloudAssembly(string directory) => _directory = directory;

    public static CloudAssembly Open(string directory)
    {
        string path = Path.GetFullPath(directory);
        if (!File.Exists(Path.Combine(path, "manifest.json")))
        {
            throw new LocalPipelineException($"cloud assembly: '{directory}' has no manifest.json; give the folder that cdk synth wrote (cdk.out)");
        }

        var assembly = new CloudAssembly(path);
        assembly.Read(path);
        return assembly;
    }

    /// <summary>
    /// The stacks that are named by artifact id, path, stack name or a pattern with *, each with those that it depends on, as cdk deploy takes them;
    /// no name is all.
    /// </summary>
    public IReadOnlyList<StackTemplate> ReadStacks(IReadOnlyList<string> wanted)
    {
        if (_stacks.Count == 0)
        {
            throw new LocalPipelineException($"cloud assembly: '{_directory}' holds no stack");
        }

        var chosen = new HashSet<StackArtifact>();
        foreach (string name in wanted)
        {
            var matching = _stacks.FindAll(stack => stack.IsCalled(name));
            if (matching.Count == 0)
            {
                throw new LocalPipelineException(
                    $"cloud assembly: '{_directory}' holds {string.Join(", ", _stacks.Select(stack => $"'{stack.Path}'"))}, not '{name}'");
            }

            matching.ForEach(stack => Choose(stack, chosen));
        }

        return [.. _stacks.Where(stack => wanted.Count == 0 || chosen.Contains(stack)).Select(stack => stack.Template())];
    }

    private void Choose(StackArtifact stack, HashSet<StackArtifact> chosen)
    {
        if (chosen.Add(stack))
        {
            foreach (var needed in _stacks.Where(other => other.Directory == stack.Directory && stack.Dependencies.Contains(other.Id)))
            {
                Choose(needed, chosen);
            }
        }
    }

    private void Read(string directory)
    {
        string manifest = Path.Combine(directory, "manifest.json");
        var artifacts = AssemblyFile.Object(manifest)["artifacts"] as JsonObject
            ?? throw new LocalPipelineException($"cloud assembly: '{manifest}' has no artifacts");
        var assets = Assets(directory, artifacts);
        foreach (var (id, node) in artifacts)
        {
            if (node is not JsonObject artifact)
            {
                continue;
            }

            switch (TemplateResolver.Text(artifact["type"]))
            {
                case "aws:cloudformation:stack":
                    _stacks.Add(new StackArtifact(id, directory, artifact, assets));
                    break;
                case "cdk:cloud-assembly" when TemplateResolver.Text(artifact["properties"]?["directoryName"]) is { } nested:
                    ReadNested(id, Path.Combine(directory, nested));
                    break;
            }
        }
    }

    private void ReadNested(string id, string directory)
    {
        if (!File.Exists(Path.Combine(directory, "manifest.json")))
        {
            throw new LocalPipelineException($"cloud assembly: the stage '{id}' should lie in '{directory}', which has no manifest.json");
        }

        Read(directory);
    }

    /// <summary>The files that the asset manifests publish, by the object key that templates know them by.</summary>
    private static Dictionary<string, string> Assets(string directory, JsonObject artifacts)
    {
        var assets = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (_, artifact) in artifacts)
        {
            if (TemplateResolver.Text(artifact?["type"]) != "cdk:asset-manifest"
                || TemplateResolver.Text(artifact!["properties"]?["file"]) is not { } file
                || !File.Exists(Path.Combine(directory, file)))
            {
                continue;
            }

            foreach (var (_, asset) in AssemblyFile.Object(Path.Combine(directory, file))["files"] as JsonObject ?? [])
            {
                AddAsset(assets, directory, asset);
            }
        }

        return assets;
    }

    private static void AddAsset(Dictionary<string, string> assets, string directory, JsonNode? asset)
    {
        if (TemplateResolver.Text(asset?["source"]?["path"]) is not { } source)
        {
            return;
        }

        foreach (var (_, destination) in asset?["destinations"] as JsonObject ?? [])
        {
            if (TemplateResolver.Text(destination?["objectKey"]) is { } key)
            {
                assets[key] = Path.GetFullPath(Path.Combine(directory, source));
            }
        }
    }
}
