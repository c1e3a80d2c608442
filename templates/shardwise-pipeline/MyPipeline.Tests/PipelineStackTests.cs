using Amazon.CDK;
using Shardwise.Constructs.Testing;

namespace Company.Clicks.Tests;

/// <summary>What would be deployed, compared with what was approved: <c>SHARDWISE_APPROVE=1 dotnet test</c> approves.</summary>
public class PipelineStackTests
{
    [Fact]
    public void The_template_is_the_approved_one() => StackSnapshot.Verify(new PipelineStack(new App(), "Test"));
}
