using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.CDK.AWS.IAM;
using Shardwise.Constructs.Consumers;
using Shardwise.Constructs.Streams;
using Shouldly;

namespace Shardwise.Constructs.Tests.Streams;

/// <summary>What each grant gives, whole: every statement with its resources and conditions, on a stream with a key of its own.</summary>
[Collection(CdkFixture.Name)]
public sealed class GrantSnapshotTests(CdkFixture cdk)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly Dictionary<string, Action<DataStream, IGrantable>> Grants = new()
    {
        ["reading"] = (stream, grantee) => stream.GrantRead(grantee),
        ["writing"] = (stream, grantee) => stream.GrantWrite(grantee),
        ["writing with the KPL"] = (stream, grantee) => stream.GrantKplWrite(grantee),
        ["any fan-out"] = (stream, grantee) => stream.GrantEnhancedFanOut(grantee),
        ["fan-out by name"] = (stream, grantee) => stream.GrantEnhancedFanOut(grantee, "search"),
        ["reading through a consumer"] = (stream, grantee) =>
            new FanOutConsumer(stream, "Search", new FanOutConsumerProps { Stream = stream }).GrantRead(grantee),
        ["a KCL application that makes its tables"] = (stream, grantee) => stream.GrantKclConsumer(grantee, "search"),
        ["a KCL application that polls and makes its tables"] = (stream, grantee) =>
            stream.GrantKclConsumer(grantee, "search", enhancedFanOut: false),
        ["a KCL application whose tables are made"] = (stream, grantee) =>
            new KclApplication(stream, "Search", new KclApplicationProps { Stream = stream, ApplicationName = "search" }).GrantRun(grantee),
        ["a KCL application that polls and whose tables are made"] = (stream, grantee) =>
            new KclApplication(stream, "Search", new KclApplicationProps { Stream = stream, ApplicationName = "search", EnhancedFanOut = false })
                .GrantRun(grantee),
    };

    public static TheoryData<string> Names => [.. Grants.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_grant_looks_as_approved(string name)
    {
        var stack = cdk.NewStack();
        var stream = new DataStream(stack, "Clicks", new DataStreamProps { CustomerManagedKey = true });
        Grants[name](stream, new User(stack, "Grantee"));

        var template = CdkFixture.Synthesize(stack);
        var granted = new JsonObject
        {
            ["policy"] = template.OnlyProperties("AWS::IAM::Policy")["PolicyDocument"]!.DeepClone(),
            ["key"] = template.OnlyProperties("AWS::KMS::Key")["KeyPolicy"]!.DeepClone(),
        };

        // Not a template: the gates have no say in what is granted to somebody else's principal.
        $"{granted.ToJsonString(Indented)}\n".ShouldMatchApproved(options =>
            options.WithDiscriminator(name.Replace(' ', '-')).WithFileExtension(".policy.json").SubFolder("Approved").NoDiff());
    }
}
