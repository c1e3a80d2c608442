using System.Text.Json.Nodes;

namespace Shardwise.EndToEnd.Tests.Packages;

/// <summary>What <c>pack</c> writes beside the packages, for two of them: one that carries a function, one that depends on packages of this repository.</summary>
public sealed class BillsOfMaterials : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("shardwise-bills-");

    public BillsOfMaterials() =>
        PackedPackages.Run(_folder.FullName, "node", [PackedPackages.Project("eng/sbom.mjs"), PackedPackages.Folder, _folder.FullName, .. Packages]);

    public static IReadOnlyList<string> Packages => ["Shardwise.Constructs", "Shardwise.Consumers.DynamoDb"];

    public string Text(string id) => File.ReadAllText(Path.Combine(_folder.FullName, $"{id}.{PackedPackages.Version}.cdx.json"));

    public JsonNode Bill(string id) => JsonNode.Parse(Text(id))!;

    public void Dispose() => _folder.Delete(recursive: true);
}
