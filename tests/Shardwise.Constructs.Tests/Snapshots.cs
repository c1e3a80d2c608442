using Amazon.CDK;
using Shouldly;

namespace Shardwise.Constructs.Tests;

/// <summary>Compares what a stack synthesizes with the template that was approved under a name.</summary>
internal static class Snapshots
{
    public static void ShouldLookAsApproved(this Stack stack, string name) =>
        CdkFixture.Synthesize(stack).Snapshot().ShouldMatchApproved(options => options
            .WithDiscriminator(name.Replace(' ', '-')).WithFileExtension(".json").SubFolder("Approved")
            .LocateTestMethodUsingAttribute<TheoryAttribute>().NoDiff());
}
