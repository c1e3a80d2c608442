using Amazon.CDK;
using Amazon.CDK.AWS.Events;
using Shardwise.Constructs.Producers;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Validation;
using Shouldly;
using Environment = Amazon.CDK.Environment;

namespace Shardwise.Constructs.Tests.Producers;

/// <summary>Producers whose stream is in another account or region: they put by the stream's name, into their own region.</summary>
[Collection(CdkFixture.Name)]
public sealed class ProducersElsewhereTests(CdkFixture cdk)
{
    private const string Elsewhere = "arn:aws:kinesis:us-east-1:111122223333:stream/clicks";

    [Fact]
    public void An_api_puts_into_its_own_account_and_region_only() =>
        Refusal((stack, stream) => new StreamApi(stack, "In", new() { Stream = stream })).ShouldBe(
            """
            StreamApi 'In' has invalid properties:
              Stream is in us-east-1; allowed: a stream of eu-west-1, where this stack is: API Gateway puts into no other region.
              Stream is of account 111122223333; allowed: a stream of 444455556666, whose stack this is: API Gateway puts by the stream's name.
            """);

    [Fact]
    public void A_feed_puts_into_its_own_region_only() =>
        Refusal((stack, stream) => new EventBridgeFeed(stack, "In", new() { Stream = stream, Pattern = new EventPattern { Source = ["shop"] } })).ShouldBe(
            """
            EventBridgeFeed 'In' has invalid properties:
              Stream is in us-east-1; allowed: a stream of eu-west-1, where this stack is: EventBridge puts into no other region.
            """);

    [Fact]
    public void An_agent_puts_into_its_own_account_and_region_only() =>
        Refusal((stack, stream) => new KinesisAgent(stack, "In", new() { Flows = [new AgentFlow { FilePattern = "/web", Stream = stream }] })).ShouldBe(
            """
            KinesisAgent 'In' has invalid properties:
              Flows[0].Stream is in us-east-1; allowed: a stream of eu-west-1, where this stack is: the agent's endpoint reaches no other region.
              Flows[0].Stream is of account 111122223333; allowed: a stream of 444455556666, whose stack this is: the agent puts by the stream's name.
            """);

    private string Refusal(Action<Stack, IDataStream> make)
    {
        var stack = new Stack(cdk.NewApp(), "Test", new StackProps { Env = new Environment { Account = "444455556666", Region = "eu-west-1" } });
        return Should.Throw<InvalidPropsException>(() => make(stack, DataStream.FromStreamArn(stack, "Clicks", Elsewhere))).Message;
    }
}
