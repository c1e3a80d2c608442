using System.Text.Json;

namespace Shardwise.Cli.Tests.Local;

/// <summary>A CDK app that writes a ready assembly: a stream, a function and the mapping between them.</summary>
internal sealed class AppFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public AppFolder(string handler = "Records::Whole", string more = "")
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "ready"));
        Write("ready/manifest.json", """
            {"artifacts":{"App.assets":{"type":"cdk:asset-manifest","properties":{"file":"assets.json"}},
              "Orders":{"type":"aws:cloudformation:stack","properties":{"templateFile":"t.json"}}}}
            """);
        Write("ready/assets.json", $$$"""
            {"files":{"c":{"source":{"path":{{{JsonSerializer.Serialize(TestFunctions)}}},"packaging":"zip"},"destinations":{"h":{"objectKey":"code.zip"} } } } }
            """);
        Write("ready/t.json", $$$"""
            {"Resources":{
              "Clicks12345678":{"Type":"AWS::Kinesis::Stream","Properties":{"Name":"clicks","ShardCount":1}},
              "EtlABCDEF01":{"Type":"AWS::Lambda::Function","Properties":{"Runtime":"dotnet10","Timeout":60,"Code":{"S3Key":"code.zip"},
                "Handler":"Shardwise.Local.TestFunctions::Shardwise.Local.TestFunctions.{{{handler}}}","Environment":{"Variables":{"MARKERS":{{{JsonSerializer.Serialize(_folder.Path)}}} } } } },
              "Map":{"Type":"AWS::Lambda::EventSourceMapping","Properties":{"EventSourceArn":{"Fn::GetAtt":["Clicks12345678","Arn"]},
                "FunctionName":{"Ref":"EtlABCDEF01"},"StartingPosition":"LATEST"} }{{{more}}} } }
            """);
        Write("cdk.json", """{"app":"mkdir -p $CDK_OUTDIR && cp -r ready/. $CDK_OUTDIR"}""");
    }

    public string At(string file) => Path.Combine(_folder.Path, file);

    public string Folder => _folder.Path;

    public string Assembly => Path.Combine(_folder.Path, "ready");

    // artifacts/bin/PROJECT/CONFIGURATION
    public static string TestFunctions
    {
        get
        {
            var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            return Path.Combine(own.Parent!.Parent!.FullName, "Shardwise.Local.TestFunctions", own.Name);
        }
    }

    public void Write(string file, string text) => File.WriteAllText(Path.Combine(_folder.Path, file), text);

    public void Dispose() => _folder.Dispose();
}
