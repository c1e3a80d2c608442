using Amazon.CDK;
using Constructs;
using Shouldly;

namespace Shardwise.Constructs.Tests.Compatibility;

/// <summary>
/// One assembly for every CDK that its package admits: what it calls is looked for by exact signature, and enumerations are numbers in it.
/// A CDK that has a member with another signature would be found by users, at the first construct that calls it.
/// </summary>
public sealed class CdkMembersTests
{
    private static readonly Lazy<JsiiSpec> Oldest = new(() => JsiiSpec.OfAssemblies(typeof(Stack).Assembly, typeof(Construct).Assembly));
    private static readonly Lazy<JsiiSpec> Newest = new(() => JsiiSpec.OfPackages("aws-cdk-lib", "constructs"));

    private static readonly string Constructs = typeof(Shardwise.Constructs.Streams.DataStream).Assembly.Location;

    [Fact]
    public void Every_member_that_the_constructs_call_is_in_the_oldest_CDK()
    {
        CdkReferences.Members(Constructs).Count.ShouldBeGreaterThan(500);

        Missing(Constructs, Oldest.Value).ShouldBeEmpty();
    }

    [Fact]
    public void Every_member_that_the_constructs_call_is_in_the_newest_CDK_with_the_same_signature() =>
        Missing(Constructs, Newest.Value).ShouldBeEmpty();

    [Fact]
    public void A_member_that_the_newest_CDK_widened_is_found() =>
        Missing(typeof(NarrowCalls).Assembly.Location, Newest.Value).Select(line => line.Split(':')[0]).Intersect(NarrowCalls.Names)
            .ShouldBe(NarrowCalls.Names, ignoreOrder: true);

    // Each synthesis would say so, over and over.
    [Fact]
    public void No_member_that_the_constructs_call_is_deprecated_in_the_newest_CDK() =>
        CdkReferences.Members(Constructs).Where(call => Newest.Value.IsDeprecated(call.Type, call.Member)).Select(call => call.Name).ShouldBeEmpty();

    [Fact]
    public void A_member_that_the_newest_CDK_deprecates_is_found()
    {
        Newest.Value.IsDeprecated("Amazon.CDK.AWS.DynamoDB.TableProps", "set_PointInTimeRecovery").ShouldBeTrue();
        Newest.Value.IsDeprecated("Amazon.CDK.AWS.Events.Targets.KinesisFirehoseStream", ".ctor").ShouldBeTrue();
        Newest.Value.IsDeprecated("Amazon.CDK.CfnResource", "AddDependency").ShouldBeTrue();
        Newest.Value.IsDeprecated("Amazon.CDK.AWS.DynamoDB.TableProps", "set_TableName").ShouldBeFalse();
    }

    // A member of an enumeration is its place, as a number, in whatever is compiled with it.
    [Fact]
    public void Every_enumeration_that_the_constructs_use_begins_in_the_newest_CDK_as_in_the_oldest() =>
        Moved(CdkReferences.Types(Constructs)).ShouldBeEmpty();

    [Fact]
    public void An_enumeration_that_has_a_new_member_in_its_midst_is_found() =>
        Moved(["Amazon.CDK.AWS.EC2.InstanceSize", "Amazon.CDK.RemovalPolicy"]).ShouldBe(["Amazon.CDK.AWS.EC2.InstanceSize"]);

    // What a class of ours implements must not ask for more in a newer one.
    [Fact]
    public void Every_interface_that_the_constructs_implement_is_the_same_in_the_newest_CDK()
    {
        var interfaces = CdkReferences.Implemented(Constructs);
        interfaces.ShouldContain("Amazon.CDK.AWS.IAM.IGrantable");

        foreach (var name in interfaces)
            Newest.Value.AllSignatures(name).ShouldBe(Oldest.Value.AllSignatures(name), ignoreOrder: true, customMessage: name);
    }

    private static string[] Moved(IEnumerable<string> types) =>
    [
        .. from type in types
           let members = Oldest.Value.Enumeration(type)
           where members is not null && !(Newest.Value.Enumeration(type) ?? []).Take(members.Length).SequenceEqual(members)
           select type,
    ];

    private static string[] Missing(string assembly, JsiiSpec cdk) =>
    [
        .. CdkReferences.Types(assembly).Where(type => !cdk.Knows(type)).Select(type => $"{type} is no type there"),
        .. CdkReferences.Members(assembly)
            .Where(call => cdk.Knows(call.Type) && !cdk.Signatures(call.Type, call.Member).Contains(call.Signature))
            .Select(call => $"{call.Name}: {call.Signature} is there "
                + string.Join(" and ", cdk.Signatures(call.Type, call.Member).DefaultIfEmpty("nothing"))),
    ];
}
