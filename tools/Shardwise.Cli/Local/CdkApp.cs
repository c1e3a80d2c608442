using System.Text.Json;
using System.Text.Json.Nodes;

namespace Shardwise.Cli.Local;

/// <summary>A CDK app's folder: what its cdk.json says of how it is synthesized.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Command">The command that synthesizes.</param>
/// <param name="Build">A command to run before; null for none.</param>
/// <param name="Output">The folder that the cloud assembly goes to.</param>
/// <param name="Context">The context values.</param>
internal sealed record CdkApp(string Folder, string Command, string? Build, string Output, JsonObject Context)
{
    /// <summary>Reads a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="command">The command, where cdk.json is not to say it.</param>
    /// <param name="isWatched">Whether assets are to be the app's own folders, which change, and no copies.</param>
    /// <exception cref="InputException">There is no cdk.json, or none that can be used.</exception>
    public static CdkApp Read(string folder, string? command = null, bool isWatched = false)
    {
        var file = Object(Path.Combine(folder, "cdk.json")) ?? (command is null
            ? throw new InputException($"'{folder}' is neither a cloud assembly (it has no manifest.json) nor a CDK app (it has no cdk.json)")
            : []);
        var context = file["context"]?.DeepClone() as JsonObject ?? [];
        foreach (var (key, value) in Object(Path.Combine(folder, "cdk.context.json")) ?? [])
        {
            context[key] = value?.DeepClone();
        }

        // The assets' paths are in the templates then, as cdk asks for them.
        context["aws:cdk:enable-path-metadata"] = true;
        context["aws:cdk:enable-asset-metadata"] = true;
        context["aws:cdk:bundling-stacks"] = new JsonArray("**");
        if (isWatched)
        {
            context["aws:cdk:disable-asset-staging"] = true;
        }

        return new CdkApp(
            folder,
            command ?? Text(file["app"]) ?? throw new InputException(
                $"'{Path.Combine(folder, "cdk.json")}' has no \"app\", the command that synthesizes"),
            Text(file["build"]),
            Path.GetFullPath(Path.Combine(folder, Text(file["output"]) ?? "cdk.out")),
            context);
    }

    private static JsonObject? Object(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var stream = File.OpenRead(path);
            return JsonNode.Parse(stream,
                documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }) as JsonObject
                ?? throw new InputException($"'{path}' is not a JSON object");
        }
        catch (JsonException exception)
        {
            throw new InputException($"'{path}' is not JSON (line {exception.LineNumber + 1})");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"'{path}' cannot be read", exception);
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
}
