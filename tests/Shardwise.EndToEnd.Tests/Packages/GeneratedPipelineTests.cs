namespace Shardwise.EndToEnd.Tests.Packages;

/// <summary>A CDK app of one's own with its snapshot test, from the packed files alone.</summary>
[Collection(ReferencePipeline.OneAtATime)]
public sealed class GeneratedPipelineTests
{
    [Fact]
    public void A_generated_pipeline_fails_its_test_until_its_template_is_approved_and_synthesizes()
    {
        using var pipeline = new GeneratedSolution("shardwise-pipeline", "acme-clicks");

        pipeline.Build();
        var before = pipeline.Test("acme-clicks.Tests");
        var approved = pipeline.Test("acme-clicks.Tests", ("SHARDWISE_APPROVE", "1"));
        var after = pipeline.Test("acme-clicks.Tests");
        pipeline.Synthesize();

        Assert.Equal((1, 0, 0), (before.ExitCode, approved.ExitCode, after.ExitCode));
        Assert.Contains("Nothing is approved yet", before.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(pipeline.Folder, "acme-clicks.Tests", "snapshots", "Test.json")));
        Assert.True(File.Exists(Path.Combine(pipeline.Folder, "cdk.out", "acme-clicks.template.json")));
    }
}
