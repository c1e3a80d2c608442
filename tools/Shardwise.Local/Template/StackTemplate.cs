using System.Text.Json.Nodes;

namespace Shardwise.Local.Template;

/// <summary>One CloudFormation template as it was written, the name of its stack, and where the files are that it names.</summary>
internal sealed class StackTemplate(
    string stackName, string path, JsonObject document, string directory, IReadOnlyDictionary<string, string> assets)
{
    private const string UnknownAccount = "unknown-account";
    private const string UnknownRegion = "unknown-region";

    public string StackName { get; } = stackName;

    /// <summary>How messages call it: <c>Stage/Stack</c>, <c>Stack/NestedStack</c>.</summary>
    public string Path { get; } = path;

    /// <summary><c>aws://account/region</c>, as the manifest has it; null for a nested stack.</summary>
    public string? Environment { get; init; }

    public JsonObject Resources { get; } = TemplateSections.Resources(document, stackName);

    public JsonObject Parameters { get; } = TemplateSections.Read(document, stackName, "Parameters");

    public JsonObject Conditions { get; } = TemplateSections.Read(document, stackName, "Conditions");

    public JsonObject Mappings { get; } = TemplateSections.Mappings(document, stackName);

    public JsonObject Outputs { get; } = TemplateSections.Outputs(document, stackName);

    /// <summary>The account and region that the stack is written for; null where it is written for any.</summary>
    public (string? Account, string? Region) Target => Environment?.Split('/') is ["aws:", "", var account, var region]
        ? (account == UnknownAccount ? null : account, region == UnknownRegion ? null : region)
        : (null, null);

    /// <summary>
    /// The file or folder that a resource's asset is: by the object key in its properties, else by what its metadata says. Null where neither is
    /// known.
    /// </summary>
    public string? Asset(string logicalId, string? objectKey)
    {
        if (objectKey is not null && assets.TryGetValue(objectKey, out string? asset))
        {
            return asset;
        }

        return TemplateResolver.Text(Resources[logicalId]?["Metadata"]?["aws:asset:path"]) is { } relative
            ? System.IO.Path.GetFullPath(System.IO.Path.Combine(directory, relative))
            : null;
    }

    /// <summary>The template of a nested stack of this one.</summary>
    public StackTemplate Nested(string logicalId, string nestedName, string? url)
    {
        string? file = Asset(logicalId, url?[(url.LastIndexOf('/') + 1)..]);
        return file is null || !File.Exists(file)
            ? throw new LocalPipelineException(
                $"cloud assembly: the template of the nested stack '{Path}/{logicalId}' is not an asset of the cloud assembly")
            : new StackTemplate(nestedName, $"{Path}/{logicalId}", AssemblyFile.Object(file), directory, assets);
    }
}
