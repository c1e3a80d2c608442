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

    public PipelinePlan ReadWith(Dictionary<string, string> parameters)
    {
        AssertReadAlike([], parameters);
        return PlanReader.Read(Path, [], Account, parameters);
    }

    public PipelinePlan Read(params string[] stacks)
    {
        AssertReadAlike(stacks);
        return PlanReader.Read(Path, stacks, Account);
    }

    /// <summary>
    /// Whatever a template says, it says in an <c>Fn::If</c> too, and a member that is <c>AWS::NoValue</c> is none: asserted of every template that a test
    /// reads. Of those that are refused the error is the same.
    /// </summary>
    /// <returns>What is read of it.</returns>
    public string AssertReadAlike(string[]? stacks = null, Dictionary<string, string>? parameters = null)
    {
        string Read(Func<JsonObject, JsonObject> rewrite) => WithTemplates(rewrite, () => PlanText.Of(new LocalPipelineOptions
        {
            CloudAssembly = Path,
            LambdaHost = "",
            Stacks = stacks ?? [],
            Parameters = parameters ?? [],
            Services = new LocalServicesOptions { DataDirectory = "", Region = Account.Region, AccountId = Account.Id },
        }));
        string plain = Read(template => template);
        Assert.Equal(plain, Read(TemplateRewriting.Wrapped));
        for (int seed = 1; seed <= 3; seed++)
        {
            Assert.Equal(Read(template => TemplateRewriting.Without(template, seed)), Read(template => TemplateRewriting.WithNoValue(template, seed)));
        }

        return plain;
    }

    public void Dispose() => _directory.Dispose();

    private T WithTemplates<T>(Func<JsonObject, JsonObject> rewrite, Func<T> read)
    {
        var files = System.IO.Directory.GetFiles(Path, "*.json", SearchOption.AllDirectories).ToDictionary(file => file, File.ReadAllText);
        try
        {
            foreach (var (file, text) in files)
            {
                if (JsonNode.Parse(text) is JsonObject template && template["Resources"] is JsonObject)
                {
                    File.WriteAllText(file, rewrite(template).ToJsonString());
                }
            }

            return read();
        }
        finally
        {
            foreach (var (file, text) in files)
            {
                File.WriteAllText(file, text);
            }
        }
    }

    private void WriteAssets(string code) =>
        Write("App.assets.json", new JsonObject
        {
            ["files"] = new JsonObject
            {
                ["code"] = new JsonObject
                {
                    ["source"] = new JsonObject { ["path"] = code, ["packaging"] = "zip" },
                    ["destinations"] = new JsonObject
                    {
                        ["here"] = new JsonObject { ["bucketName"] = "assets", ["objectKey"] = "code.zip" },
                        ["approved"] = new JsonObject { ["bucketName"] = "assets", ["objectKey"] = "ASSET.zip" },
                    },
                },
            },
        }.ToJsonString());
}
