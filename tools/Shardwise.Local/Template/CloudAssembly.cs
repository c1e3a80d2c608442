using System.Text.Json;
using System.Text.Json.Nodes;

namespace Shardwise.Local.Template;

/// <summary>A synthesized cloud assembly on disk: which stacks it holds, their templates, and where the files are that the templates name.</summary>
internal sealed class CloudAssembly
{
    private readonly string _directory;
    private readonly JsonObject _artifacts;

    private CloudAssembly(string directory, JsonObject artifacts)
    {
        _directory = directory;
        _artifacts = artifacts;
    }

    public static CloudAssembly Open(string directory)
    {
        string manifest = Path.Combine(directory, "manifest.json");
        if (!File.Exists(manifest))
        {
            throw new LocalPipelineException($"cloud assembly: '{directory}' has no manifest.json; give the folder that cdk synth wrote (cdk.out)");
        }

        var artifacts = ReadObject(manifest)["artifacts"] as JsonObject
            ?? throw new LocalPipelineException($"cloud assembly: '{manifest}' has no artifacts");
        return new CloudAssembly(Path.GetFullPath(directory), artifacts);
    }

    public StackTemplate ReadStack(string? wanted)
    {
        var (id, stack) = Choose(wanted);
        string file = Text(stack["properties"]?["templateFile"])
            ?? throw new LocalPipelineException($"cloud assembly: stack '{id}' names no templateFile in manifest.json");
        string path = Path.Combine(_directory, file);
        if (!File.Exists(path))
        {
            throw new LocalPipelineException($"cloud assembly: the template '{path}' of stack '{id}' is missing");
        }

        string name = Text(stack["properties"]?["stackName"]) ?? id;
        return new StackTemplate(name, ReadObject(path));
    }

    /// <summary>The files that the asset manifests publish, by the object key that templates know them by.</summary>
    public IReadOnlyDictionary<string, string> ReadAssets()
    {
        var assets = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (_, artifact) in ArtifactsOfType("cdk:asset-manifest"))
        {
            string? file = Text(artifact["properties"]?["file"]);
            if (file is null || !File.Exists(Path.Combine(_directory, file)))
            {
                continue;
            }

            foreach (var (_, asset) in ReadObject(Path.Combine(_directory, file))["files"] as JsonObject ?? [])
            {
                AddAsset(assets, asset);
            }
        }

        return assets;
    }

    public string Resolve(string assetPath) => Path.GetFullPath(Path.Combine(_directory, assetPath));

    private void AddAsset(Dictionary<string, string> assets, JsonNode? asset)
    {
        if (Text(asset?["source"]?["path"]) is not { } source)
        {
            return;
        }

        foreach (var (_, destination) in asset?["destinations"] as JsonObject ?? [])
        {
            if (Text(destination?["objectKey"]) is { } key)
            {
                assets[key] = Resolve(source);
            }
        }
    }

    private (string Id, JsonObject Stack) Choose(string? wanted)
    {
        var stacks = ArtifactsOfType("aws:cloudformation:stack").ToList();
        var matching = wanted is null
            ? stacks
            : stacks.Where(stack => stack.Id == wanted || Text(stack.Artifact["properties"]?["stackName"]) == wanted).ToList();
        if (matching.Count == 1)
        {
            return matching[0];
        }

        string held = stacks.Count == 0 ? "no stack" : string.Join(", ", stacks.Select(stack => $"'{stack.Id}'"));
        throw new LocalPipelineException(wanted is null
            ? $"cloud assembly: '{_directory}' holds {held}; name the one to run"
            : $"cloud assembly: '{_directory}' holds {held}, not '{wanted}'");
    }

    private IEnumerable<(string Id, JsonObject Artifact)> ArtifactsOfType(string type) =>
        from artifact in _artifacts
        where artifact.Value is JsonObject body && Text(body["type"]) == type
        select (artifact.Key, (JsonObject)artifact.Value!);

    private static JsonObject ReadObject(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return JsonNode.Parse(stream) as JsonObject
                ?? throw new LocalPipelineException($"cloud assembly: '{path}' is not a JSON object");
        }
        catch (JsonException exception)
        {
            throw new LocalPipelineException($"cloud assembly: '{path}' is not JSON (line {exception.LineNumber + 1})", exception);
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
