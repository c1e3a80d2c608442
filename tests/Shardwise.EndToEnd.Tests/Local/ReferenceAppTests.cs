using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace Shardwise.EndToEnd.Tests.Local;

/// <summary>The reference app with all that can be switched on.</summary>
[Collection(ReferencePipeline.OneAtATime)]
public sealed class ReferenceAppTests(ITestOutputHelper log)
{
    // What has no stand-in on this machine; each is said in one line.
    private static readonly string[] NotRun =
    [
        "AWS::ApiGateway::Deployment", "AWS::ApiGateway::Method", "AWS::ApiGateway::Model", "AWS::ApiGateway::RequestValidator", "AWS::ApiGateway::Resource",
        "AWS::ApiGateway::RestApi", "AWS::ApiGateway::Stage", "AWS::CloudTrail::Trail", "AWS::KinesisAnalyticsV2::Application",
        "AWS::KinesisAnalyticsV2::ApplicationCloudWatchLoggingOption",
    ];

    [Fact]
    public async Task The_reference_app_with_everything_on_runs_unmodified()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "cdk.json"), Settings().ToJsonString());
        using var app = new LocalApp(folder.Path);
        await app.StartedAsync();

        await app.PutAsync("ClicksStream", Click("a"), "no click", Click("b"));
        await app.SettledAsync();
        // The scaler's minute, the window of the delivery stream's buffer, and every alarm's minute.
        await app.AskAsync("advance", "16m");
        await app.PrintedAsync("\"event\":\"decision\"");
        var state = await app.StateAsync();
        int exitCode = await app.StopAsync();

        log.WriteLine(app.Output);
        Assert.Equal(("shardwise: stopped; nothing is left running", 130), (app.Error.Trim(), exitCode));
        Assert.Equal(NotRun, app.Lines.Where(line => line.StartsWith("Not as at AWS: ", StringComparison.Ordinal)).Select(line => line.Split(' ')[4]).Distinct().Order());
        Assert.DoesNotContain(app.Lines, line => line.Contains("not authorized", StringComparison.Ordinal));
        Assert.Equal(
            ["AutoscalerFunction", "ClickstreamEtlFunction", "ClickstreamTransformFunction"],
            app.Lines.Where(line => line.StartsWith("  function  ", StringComparison.Ordinal)).Select(line => line[12..line.LastIndexOf(':')]).Order());
        Assert.Equal(0, state.GetProperty("functions").EnumerateArray().Sum(function => function.GetProperty("errors").GetInt64()));
    }

    private static JsonObject Settings()
    {
        var settings = JsonNode.Parse(File.ReadAllText(ReferencePipeline.AppSettings))!.AsObject();
        settings["app"] = $"dotnet \"{ReferencePipeline.Built("Shardwise.App", "Shardwise.App.dll")}\"";
        settings["context"]!["everything"] = true;
        settings["context"]!["flinkJar"] = "s3://code/clicks.jar";
        return settings;
    }

    private static string Click(string id) => $$"""{"id":"{{id}}","timestamp":"2026-01-01T00:00:00Z","userId":"u","page":"/"}""";
}
