using System.Text.Json.Nodes;
using Shardwise.Local.Template;

namespace Shardwise.Local.Tests.Runtime;

/// <summary>A cloud assembly as cdk synth writes it, around resources given as the members of a JSON object. The asset <c>code.zip</c> is a folder of its own or one that is given.</summary>
internal sealed class TestAssembly : IDisposable
{
    public static readonly LocalAccount Account = new("us-east-1", "000000000000");

    private readonly TemporaryDirectory _directory = new();

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
        Write("App.template.json", "{\"Resources\":{" + resources + "}" + rest + "}");
    }

    public string Path => _directory.Path;

    public void Write(string file, string text) => File.WriteAllText(System.IO.Path.Combine(Path, file), text);

    public PipelinePlan Read(string? stack = null) => PlanReader.Read(Path, stack, Account);

    public void Dispose() => _directory.Dispose();
}
