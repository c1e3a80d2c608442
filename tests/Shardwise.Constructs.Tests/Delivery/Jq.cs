using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Shardwise.Constructs.Tests.Delivery;

/// <summary>Runs jq 1.6, which is what Firehose finds partition keys with.</summary>
internal static class Jq
{
    /// <summary>What comes of each expression for its input: <c>output</c>, <c>failed</c> or <c>refused</c>.</summary>
    public static JsonNode[] Run(IEnumerable<(string Expression, string Input)> expressions) => [.. expressions.Chunk(1000).SelectMany(RunSome)];

    private static IEnumerable<JsonNode> RunSome((string Expression, string Input)[] expressions)
    {
        var asked = new JsonArray([.. expressions.Select(each => new JsonArray(each.Expression, JsonNode.Parse(each.Input)))]);
        var (exitCode, output, error) = Answer("node", [Path.Combine(CdkFixture.Root, "eng", "jq.mjs")], asked.ToJsonString());
        Assert.True(exitCode == 0, $"jq.mjs itself failed: {error}");
        return JsonNode.Parse(output)!.AsArray().Select(each => each!);
    }

    /// <summary>The same by the <c>jq</c> of the machine.</summary>
    public static JsonNode RunInstalled(string expression, string input)
    {
        var (exitCode, output, error) = Answer("jq", ["-c", expression], input);
        return exitCode switch
        {
            0 => new JsonObject { ["output"] = JsonNode.Parse(output) },
            3 => new JsonObject { ["refused"] = error },
            _ => new JsonObject { ["failed"] = error },
        };
    }

    /// <summary>The version of the <c>jq</c> of the machine, such as <c>jq-1.6</c>; null where there is none.</summary>
    public static string? Installed()
    {
        try
        {
            return Answer("jq", ["--version"], "").Output.Trim();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static (int ExitCode, string Output, string Error) Answer(string tool, string[] arguments, string input)
    {
        using var process = Process.Start(new ProcessStartInfo(tool, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading, as jq does where it refuses the expression.
        }

        process.WaitForExit();
        return (process.ExitCode, output.Result, error.Result);
    }
}
