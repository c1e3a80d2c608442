using Amazon.CDK;
using Amazon.CDK.Assertions;
using Company.Orders.Infra;

namespace Company.Orders.Tests;

/// <summary>The stack as it would be deployed, with empty files in place of the published function.</summary>
public sealed class StackTests : IDisposable
{
    private readonly DirectoryInfo _published = Directory.CreateTempSubdirectory();

    public void Dispose() => _published.Delete(recursive: true);

    [Fact]
    public void The_function_reads_the_stream_and_answers_for_each_record()
    {
        File.WriteAllText(Path.Combine(_published.FullName, "MyConsumer.dll"), "");
        File.WriteAllText(Path.Combine(_published.FullName, "MyConsumer.runtimeconfig.json"), "");

        var template = Template.FromStack(new ConsumerStack(new App(), "Test", _published.FullName));

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
