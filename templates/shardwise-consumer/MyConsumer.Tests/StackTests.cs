using Amazon.CDK;
using Amazon.CDK.Assertions;
using Company.Orders.Infra;

namespace Company.Orders.Tests;

/// <summary>The stack as it would be deployed, with the function of this build.</summary>
public class StackTests
{
    [Fact]
    public void The_function_reads_the_stream_and_may_only_write_to_the_bucket()
    {
        var template = Template.FromStack(new ConsumerStack(new App(), "Test", AppContext.BaseDirectory));

        template.HasResourceProperties("AWS::Lambda::EventSourceMapping", new Dictionary<string, object>
        {
            ["FunctionResponseTypes"] = new[] { "ReportBatchItemFailures" },
        });
        template.HasResourceProperties("AWS::Lambda::Function", new Dictionary<string, object>
        {
            ["Handler"] = "MyConsumer::Company.Orders.Function::HandleAsync",
        });
        template.HasOutput("StreamName", new Dictionary<string, object>());
    }
}
