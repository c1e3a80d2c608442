using System.Text.Json.Nodes;
using Amazon.CDK;
using Constructs;
using Shardwise.Constructs.Scaling;
using Shardwise.Constructs.Tests.Defaults;
using Shardwise.Constructs.Tests.Gates;
using Shouldly;

namespace Shardwise.Constructs.Tests.Tagging;

[Collection(CdkFixture.Name)]
public sealed class ConstructTagTests(CdkFixture cdk)
{
    private const string Key = "shardwise:construct";

    // A changed tag replaces it: FanOutConsumer writes its own.
    private const string Replaced = "AWS::Kinesis::StreamConsumer";

    [Fact]
    public void Whatever_a_construct_makes_and_the_CDK_can_tag_says_which_construct_made_it()
    {
        Untagged(EveryConstruct.Shared(cdk), EveryConstruct.Template(cdk), resource => MakerOf(resource) is not null).ShouldBeEmpty();
    }

    [Fact]
    public void Everything_in_the_reference_stack_that_the_CDK_can_tag_is_tagged()
    {
        var reference = TemplateGate.Reference(cdk);

        Untagged(reference, CdkFixture.Synthesize(reference), _ => true).ShouldBeEmpty();
    }

    [Fact]
    public void The_nearest_construct_is_named()
    {
        var (stack, template) = (EveryConstruct.Shared(cdk), EveryConstruct.Template(cdk));

        foreach (var resource in Taggable(stack).Where(resource => MakerOf(resource) is not null))
            TagOf(template, stack, resource).ShouldBe(MakerOf(resource), resource.Node.Path);
    }

    private static List<string> Untagged(Stack stack, SynthesizedTemplate template, Func<CfnResource, bool> isOurs)
    {
        var ours = Taggable(stack).Where(isOurs).ToList();
        ours.Count.ShouldBeGreaterThan(30);
        return [.. ours.Where(resource => TagOf(template, stack, resource) is null).Select(resource => $"{resource.CfnResourceType} {resource.Node.Path}")];
    }

    private static IEnumerable<CfnResource> Taggable(Stack stack) =>
        stack.Node.FindAll().OfType<CfnResource>().Where(resource => resource.CfnResourceType != Replaced && resource is ITaggable or ITaggableV2);

    // A stream that was taken over is the same to its user as one that was made.
    private static string? MakerOf(IConstruct? construct)
    {
        for (; construct is not null; construct = construct.Node.Scope)
            if (construct.GetType() is var type && type.Assembly == typeof(ShardAutoscaler).Assembly && type.IsPublic)
                return type.Name;
        return null;
    }

    private static string? TagOf(SynthesizedTemplate template, Stack stack, CfnResource resource)
    {
        var properties = template.Root["Resources"]![(string)stack.Resolve(resource.LogicalId)]!["Properties"]!;
        var tags = properties["Tags"] ?? properties["HostedZoneTags"];
        return tags switch
        {
            JsonArray list => (string?)list.FirstOrDefault(tag => (string)tag!["Key"]! == Key)?["Value"],
            JsonObject map => (string?)map[Key],
            _ => null,
        };
    }
}
