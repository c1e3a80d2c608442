using System.Text.Json.Nodes;
using Shardwise.Constructs.Tests.Gates;
using Shouldly;

namespace Shardwise.Constructs.Tests.Keys;

/// <summary>Every key that a template names is allowed to whoever uses it.</summary>
[Collection(CdkFixture.Name)]
public sealed class KeyTests(CdkFixture cdk)
{
    [Fact]
    public void Whoever_may_use_a_resource_may_use_its_key()
    {
        var (seen, denied) = KeyUses.In(JsonNode.Parse(Everything(cdk).Snapshot())!);

        denied.ShouldBeEmpty();
        seen.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void Nor_is_a_key_out_of_reach_in_any_template()
    {
        foreach (var (name, template) in TemplateGate.AllTemplates(cdk))
            KeyUses.In(JsonNode.Parse(template)!).Denied.ShouldBeEmpty(name);
    }

    [Fact]
    public void A_service_uses_a_key_only_through_what_it_encrypts()
    {
        KeyUses.Wide(JsonNode.Parse(Everything(cdk).Snapshot())!).ShouldBeEmpty();
        foreach (var (name, template) in TemplateGate.AllTemplates(cdk))
            KeyUses.Wide(JsonNode.Parse(template)!).ShouldBeEmpty(name);
    }

    [Fact]
    public void A_key_that_is_out_of_reach_is_found()
    {
        var template = JsonNode.Parse(Everything(cdk).Snapshot())!;
        foreach (var statement in Statements(template).Where(statement => statement["Action"]!.ToJsonString().Contains("kms:", StringComparison.Ordinal)))
            statement["Effect"] = "Deny";

        var (seen, denied) = KeyUses.In(template);

        denied.Count.ShouldBe(seen);
    }

    internal static SynthesizedTemplate Everything(CdkFixture cdk) => cdk.Example(Synthesized);

    private static SynthesizedTemplate Synthesized(CdkFixture cdk)
    {
        var stack = cdk.NewStack();
        EncryptedStack.In(stack, cdk.Published("Clean"));
        return CdkFixture.Synthesize(stack);
    }

    private static IEnumerable<JsonNode> Statements(JsonNode template) =>
        from resource in template["Resources"]!.AsObject()
        let properties = resource.Value!["Properties"]
        from document in new[] { properties?["PolicyDocument"], properties?["KeyPolicy"] }.Concat(
            (properties?["Policies"] as JsonArray ?? []).Select(policy => policy!["PolicyDocument"]))
        from statement in document?["Statement"] as JsonArray ?? []
        select statement;
}
