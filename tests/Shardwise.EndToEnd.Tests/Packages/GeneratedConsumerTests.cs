using System.Text.Json.Nodes;
using Shardwise.EndToEnd.Tests.Local;

namespace Shardwise.EndToEnd.Tests.Packages;

/// <summary>A consumer of one's own from the packed files alone, as a user makes it.</summary>
[Collection(ReferencePipeline.OneAtATime)]
public sealed class GeneratedConsumerTests
{
    /// <summary>A plain name, a dotted and a hyphenated one: what is made builds, passes its own tests and synthesizes by its own cdk.json.</summary>
    [Theory]
    [InlineData("Payments", "Payments")]
    [InlineData("Acme.Payments", "Acme-Payments")]
    [InlineData("acme-orders", "acme-orders")]
    public async Task A_generated_consumer_builds_passes_its_own_tests_synthesizes_and_runs_whatever_its_name(string name, string stack)
    {
        using var consumer = new GeneratedSolution("shardwise-consumer", name);

        consumer.Build();
        var tested = consumer.Test($"{name}.Tests").Output;
        consumer.Synthesize();

        Assert.Matches(@"Passed:\s+2\b", tested);
        var template = JsonNode.Parse(File.ReadAllText(Path.Combine(consumer.Folder, "cdk.out", $"{stack}.template.json")))!;
        var function = template["Resources"]!.AsObject().Select(resource => resource.Value!["Properties"]?["Handler"]?.ToString())
            .Single(handler => handler?.StartsWith(name, StringComparison.Ordinal) == true);
        Assert.Equal($"{name}::{name.Replace('-', '_')}.Function::HandleAsync", function);
        Assert.True(File.Exists(Path.Combine(consumer.Folder, "publish", $"{name}.dll")));
        // What it deploys runs here: one is enough of an app that differs by its name.
        if (name == "acme-orders")
        {
            await RunsAsync(Path.Combine(consumer.Folder, "cdk.out"));
        }
    }

    private static async Task RunsAsync(string assembly)
    {
        using var data = new TemporaryFolder();
        using var app = new LocalApp(assembly, "--data", data.Path);
        await app.StartedAsync();
        await app.PutAsync("Stream", """{"id":"1","customerId":"c","placedAt":"2026-01-01T00:00:00Z","amount":5}""", """{"customerId":"c"}""");
        await app.SettledAsync();
        int exitCode = await app.StopAsync();

        Assert.Equal(("shardwise: stopped; nothing is left running", 130), (app.Error.Trim(), exitCode));
        Assert.DoesNotContain(app.Lines, line => line.StartsWith("Not as at AWS", StringComparison.Ordinal) || line.Contains("not authorized", StringComparison.Ordinal));
        string[] objects = [.. Directory.GetFiles(Path.Combine(data.Path, "s3"), "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Path.Combine(data.Path, "s3"), file).Split('/')[1])];
        Assert.Equal(["dead-letters", "orders"], objects.Order());
    }
}
