using Amazon.CDK;
using Shardwise.Constructs.Scaling;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Validation;
using Shouldly;
using KinesisStream = Amazon.CDK.AWS.Kinesis.Stream;

namespace Shardwise.Constructs.Tests.Scaling;

/// <summary>Two scalers of one stream undo each other's reshards, and neither knows of the other.</summary>
[Collection(CdkFixture.Name)]
public sealed class ScaledTwiceTests(CdkFixture cdk)
{
    private const string Arn = "arn:aws:kinesis:eu-west-1:111122223333:stream/clicks";

    private static readonly ShardScaling Scaling = new() { MaxShards = 8 };

    [Fact]
    public void Of_two_scalers_the_second_is_refused()
    {
        var stack = cdk.NewStack();
        var stream = new DataStream(stack, "Clicks");
        new ShardAutoscaler(stack, "Autoscaler").Watch(stream, Scaling);

        Refusal(() => new ShardAutoscaler(stack, "Second").Watch(stream, Scaling)).ShouldBe(
            """
            ShardAutoscaler 'Second' cannot watch 'Clicks':
              The stream is watched by ShardAutoscaler 'Test/Autoscaler' already; allowed: one scaler a stream, since two undo each other's reshards (streams of one name in two accounts or regions are told apart by the Env of their stacks).
            """);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_second_is_refused_in_another_stack_too(bool shared)
    {
        var app = cdk.NewApp();
        var stream = new DataStream(new Stack(app, "Streams"), "Clicks");
        var props = new ShardAutoscalerProps { Shared = shared };
        new ShardAutoscaler(new Stack(app, "One"), "Autoscaler", props).Watch(stream, Scaling);

        Refusal(() => new ShardAutoscaler(new Stack(app, "Two"), "Autoscaler", props).Watch(stream.Stream, Scaling))
            .ShouldContain("The stream is watched by ShardAutoscaler 'One/Autoscaler' already");
    }

    public static TheoryData<string> SameStream => ["name and name", "ARN and ARN", "name and made", "ARN and name", "CDK's and ours"];

    [Theory]
    [MemberData(nameof(SameStream))]
    public void A_stream_that_is_known_by_its_name_or_ARN_is_one_stream_wherever_it_is_taken_over(string how)
    {
        var app = cdk.NewApp();
        var env = new Amazon.CDK.Environment { Account = "111122223333", Region = "eu-west-1" };
        // Without an account and a region both are deployed to the same.
        Stack Of(string id) => new(app, id, how == "name and name" ? null : new StackProps { Env = env });
        var (one, two) = (Of("One"), Of("Two"));
        new ShardAutoscaler(one, "Autoscaler").Watch(
            how switch
            {
                "name and made" => new DataStream(one, "Clicks", new DataStreamProps { StreamName = "clicks" }),
                "name and name" => DataStream.FromStreamName(one, "Clicks", "clicks"),
                _ => DataStream.FromStreamArn(one, "Clicks", Arn),
            },
            Scaling);

        Refusal(() =>
        {
            var second = new ShardAutoscaler(two, "Autoscaler");
            return how switch
            {
                "ARN and ARN" => second.Watch(DataStream.FromStreamArn(two, "Clicks", Arn), Scaling),
                "CDK's and ours" => second.Watch(KinesisStream.FromStreamArn(two, "Clicks", Arn), Scaling),
                _ => second.Watch(DataStream.FromStreamName(two, "Clicks", "clicks"), Scaling),
            };
        }).ShouldContain("The stream is watched by ShardAutoscaler 'One/Autoscaler' already");
    }

    [Fact]
    public void Streams_of_one_name_in_two_regions_two_stages_or_made_in_two_stacks_are_two_streams()
    {
        var app = cdk.NewApp();
        foreach (var region in (string[])["eu-west-1", "us-east-1"])
            WatchImported(new Stack(app, region, new StackProps { Env = new Amazon.CDK.Environment { Account = "111122223333", Region = region } }));
        foreach (var name in (string[])["Test", "Production"])
            WatchImported(new Stack(new Stage(app, name), "Clicks"));
        foreach (var name in (string[])["Blue", "Green"])
        {
            var stack = new Stack(app, name);
            new ShardAutoscaler(stack, "Autoscaler").Watch(new DataStream(stack, "Clicks", new DataStreamProps { StreamName = "orders" }), Scaling);
        }

        Should.NotThrow(() => app.Synth());
    }

    private static void WatchImported(Stack stack) =>
        new ShardAutoscaler(stack, "Autoscaler").Watch(DataStream.FromStreamName(stack, "Clicks", "clicks"), Scaling);

    private static string Refusal(Func<object> watch) => Should.Throw<InvalidPropsException>(() => watch()).Message;
}
