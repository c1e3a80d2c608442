using Amazon.CDK;
using Amazon.CDK.Assertions;
using Shardwise.Constructs.Consumers;
using Shardwise.Constructs.Streams;
using Shouldly;
using Annotations = Amazon.CDK.Assertions.Annotations;

namespace Shardwise.Constructs.Tests.Functions;

[Collection(CdkFixture.Name)]
public sealed class StandinTests(CdkFixture cdk)
{
    private const string Refusal =
        "Functions of stack 'Test' are built on stand-ins for AWS packages that this machine's package registry lacks (each function's "
        + "shardwise-standins.txt names them), and stand-ins must not be deployed. Build with the real packages (AWS_PACKAGES=nuget), or set "
        + "SHARDWISE_ALLOW_STANDINS=1 if this template is only for a local run.";

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("true")]
    public void A_stack_of_stamped_functions_has_one_error_however_many_they_are(string? allow) =>
        Errors(stamped: true, allow).ShouldHaveSingleItem().ShouldBe(Refusal);

    [Fact]
    public void Stamped_functions_pass_where_they_are_allowed() => Errors(stamped: true, "1").ShouldBeEmpty();

    [Fact]
    public void Functions_without_a_stamp_pass() => Errors(stamped: false, null).ShouldBeEmpty();

    private List<string> Errors(bool stamped, string? allow)
    {
        var stack = cdk.NewStack();
        CdkFixture.WithStandins(allow, () =>
        {
            var stream = new DataStream(stack, "Clicks");
            foreach (var name in (string[])["One", "Two"])
                _ = new EtlConsumer(stack, name, new EtlConsumerProps
                {
                    Stream = stream,
                    AssetDirectory = cdk.Published(name, stamped),
                    Handler = $"{name}::{name}.Function::HandleAsync",
                });
        });
        return Annotations.FromStack(stack).FindError("*", Match.AnyValue()).Select(message => message.Entry.Data!.ToString()!).ToList();
    }
}
