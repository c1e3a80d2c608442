using System.Text.Json.Nodes;

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
    public void A_generated_consumer_builds_passes_its_own_tests_and_synthesizes_whatever_its_name(string name, string stack)
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
    }
}
