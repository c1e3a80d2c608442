using Company.Orders.Infra;
using Shouldly;

namespace Shardwise.Constructs.Tests.Templates;

/// <summary>The stack that <c>dotnet new shardwise-consumer</c> makes.</summary>
[Collection(CdkFixture.Name)]
public sealed class ConsumerTemplateTests(CdkFixture cdk)
{
    [Fact]
    public void The_templates_stack_reads_its_stream_with_its_function_and_writes_under_two_prefixes()
    {
        var template = cdk.Example(Synthesized);

        var mapping = template.OnlyProperties("AWS::Lambda::EventSourceMapping");
        mapping["FunctionResponseTypes"]!.ToJsonString().ShouldBe("""["ReportBatchItemFailures"]""");
        template.Allowed().Where(line => line.Contains(" s3:")).ShouldBe(
            ["Allow s3:PutObject on {Lake.Arn}/dead-letters/*", "Allow s3:PutObject on {Lake.Arn}/orders/*"]);
    }

    internal static SynthesizedTemplate Synthesized(CdkFixture cdk) =>
        CdkFixture.Synthesize(new ConsumerStack(cdk.NewApp(), "MyConsumer", cdk.Published("MyConsumer")));
}
