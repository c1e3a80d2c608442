using System.Text.Json.Nodes;
using Shardwise.Local.Template;

namespace Shardwise.Local.Tests.Runtime;

/// <summary>A cloud assembly as cdk synth writes it, around resources given as the members of a JSON object. The asset <c>code.zip</c> is a folder of its own or one that is given.</summary>
internal sealed class TestAssembly : IDisposable
{
    public static readonly LocalAccount Account = new("us-east-1", "000000000000");

    private readonly TemporaryDirectory _directory = new();

    /// <summary>An assembly of stacks: id, template, and the ids that it depends on.</summary>
    public TestAssembly(params (string Id, string Template, string[] Dependencies)[] stacks)
    {
        System.IO.Directory.CreateDirectory(System.IO.Path.Combine(Path, "asset.code"));
        var artifacts = new JsonObject { ["Assets"] = new JsonObject { ["type"] = "cdk:asset-manifest", ["properties"] = new JsonObject { ["file"] = "App.assets.json" } } };
        WriteAssets(System.IO.Path.Combine(Path, "asset.code"));
        foreach (var (id, template, dependencies) in stacks)
        {
            Write($"{id}.template.json", template);
            artifacts[id] = new JsonObject
            {
                ["type"] = "aws:cloudformation:stack",
                ["environment"] = "aws://unknown-account/unknown-region",
                ["properties"] = new JsonObject { ["templateFile"] = $"{id}.template.json" },
                ["dependencies"] = new JsonArray([.. dependencies.Select(dependency => (JsonNode)dependency)]),
            };
        }

        Write("manifest.json", new JsonObject { ["version"] = "38.0.1", ["artifacts"] = artifacts }.ToJsonString());
    }

    public TestAssembly(string resources, string rest = "", string? codeDirectory = null)
    {
        string code = codeDirectory ?? System.IO.Path.Combine(Path, "asset.code");
        System.IO.Directory.CreateDirectory(code);
        Write("manifest.json", """
            {"version":"38.0.1","artifacts":{
              "App.assets":{"type":"cdk:asset-manifest","properties":{"file":"App.assets.json"}},
              "App":{"type":"aws:cloudformation:stack","properties":{"templateFile":"App.template.json"}},
              "Tree":{"type":"cdk:tree","properties":{"file":"tree.json"}}}}
            """);
        WriteAssets(code);
        Write("App.template.json", "{\"Resources\":{" + resources + "}" + rest + "}");
    }

    public string Path => _directory.Path;

    public void Write(string file, string text)
    {
        string path = System.IO.Path.Combine(Path, file);
        System.IO.Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public PipelinePlan ReadWith(Dictionary<string, string> parameters) => PlanReader.Read(Path, [], Account, parameters);

    public PipelinePlan Read(params string[] stacks) => PlanReader.Read(Path, stacks, Account);

    public void Dispose() => _directory.Dispose();

    private void WriteAssets(string code) =>
        Write("App.assets.json", new JsonObject
        {
            ["files"] = new JsonObject
            {
                ["code"] = new JsonObject
                {
                    ["source"] = new JsonObject { ["path"] = code, ["packaging"] = "zip" },
                    ["destinations"] = new JsonObject { ["here"] = new JsonObject { ["bucketName"] = "assets", ["objectKey"] = "code.zip" } },
                },
            },
        }.ToJsonString());
}
