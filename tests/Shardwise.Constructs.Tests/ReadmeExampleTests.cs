using Amazon.CDK.AWS.S3;
using Shardwise.Constructs.Consumers;
using Shardwise.Constructs.Scaling;
using Shardwise.Constructs.Streams;
using Shouldly;

namespace Shardwise.Constructs.Tests;

/// <summary>The example of README.md: the same lines there and here.</summary>
[Collection(CdkFixture.Name)]
public sealed class ReadmeExampleTests(CdkFixture cdk)
{
    [Fact]
    public void The_example_of_the_readme_is_synthesized() => Should.NotThrow(() => cdk.Example(Synthesized));

    internal static SynthesizedTemplate Synthesized(CdkFixture cdk)
    {
        var stack = cdk.NewStack();
        var published = cdk.Published("Orders");

        var orders = new DataStream(stack, "Orders", new DataStreamProps { ShardCount = 4 });
        new ShardAutoscaler(stack, "Autoscaler").Watch(orders, new ShardScaling { MinShards = 2, MaxShards = 64 });
        var bucket = new Bucket(stack, "Lake");
        var consumer = new EtlConsumer(stack, "OrderEtl", new EtlConsumerProps
        {
            Stream = orders,
            AssetDirectory = published,
            Handler = "Orders::Orders.Function::HandleAsync",
        });
        consumer.GrantPut(bucket, "orders/");

        var template = CdkFixture.Synthesize(stack);
        template.Resources("AWS::Lambda::EventSourceMapping").Count.ShouldBe(1);
        return template;
    }

    [Fact]
    public void The_readme_shows_these_very_lines()
    {
        var source = Documentation.Lines(
            File.ReadAllText(Path.Combine(CdkFixture.Root, "tests", "Shardwise.Constructs.Tests", "ReadmeExampleTests.cs")));
        var example = File.ReadAllText(Path.Combine(CdkFixture.Root, "README.md")).ReplaceLineEndings("\n").Split("```csharp\n")[1].Split("```")[0];

        source.ShouldContain(Documentation.Lines(example), Case.Sensitive);
    }
}
