using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Kinesis;
using Constructs;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Validation;
using Shouldly;

namespace Shardwise.Constructs.Tests.Streams;

[Collection(CdkFixture.Name)]
public sealed class StreamQueueTests(CdkFixture cdk)
{
    [Fact]
    public void A_queue_looks_as_approved() => Synthesize(queue =>
    {
        var worker = new Role(Stack.Of(queue), "Worker", new RoleProps { AssumedBy = new ServicePrincipal("ecs-tasks.amazonaws.com") });
        queue.GrantReceive(worker);
        queue.GrantDeadLetters(worker);
    }).Snapshot().ShouldMatchApproved(options => options.WithFileExtension(".json").SubFolder("Approved").NoDiff());

    [Fact]
    public void A_receiver_may_receive_acknowledge_hold_and_decrypt_and_not_touch_dead_letters() =>
        Synthesize(queue => queue.GrantReceive(new User(Stack.Of(queue), "Worker"))).Allowed().ShouldBe(
        [
            "Allow kms:Decrypt on {ClicksKey.Arn}",
            "Allow kinesis:AcknowledgeQueueRecords on {Orders.QueueARN}",
            "Allow kinesis:ReceiveQueueRecords on {Orders.QueueARN}",
            "Allow kinesis:UpdateQueueRecordsVisibility on {Orders.QueueARN}",
        ],
        ignoreOrder: true);

    [Fact]
    public void Its_alarms_name_the_queue_by_id_and_name() => Synthesize(_ => { }).AlarmedMetrics()
        .Where(alarm => alarm.Contains("Queue", StringComparison.Ordinal)).Select(alarm => alarm.Split(' ')[1])
        .ShouldBe(["VisibleQueueRecords", "InFlightQueueRecords"]);

    [Fact]
    public void Without_dead_letters_a_record_comes_again_and_again() =>
        Synthesize(_ => { }, props => props with { MaxReceiveCount = null }).OnlyProperties("AWS::Kinesis::Queue")["QueueAttributes"]![
            "DeadLetterConfiguration"]!.ToJsonString().ShouldBe("""{"TargetType":"NONE"}""");

    [Theory]
    [InlineData(0)]
    [InlineData(43_200)]
    public void The_edges_of_visibility_are_allowed(int seconds) =>
        Synthesize(_ => { }, props => props with { VisibilityTimeout = TimeSpan.FromSeconds(seconds) })
            .OnlyProperties("AWS::Kinesis::Queue")["QueueAttributes"]!["VisibilityTimeoutSeconds"]!.GetValue<int>().ShouldBe(seconds);

    [Fact]
    public void What_the_service_would_refuse_is_refused_in_one_message()
    {
        var stack = cdk.NewStack();

        Should.Throw<InvalidPropsException>(() => new StreamQueue(stack, "Orders", new StreamQueueProps
        {
            Stream = new DataStream(stack, "Clicks"),
            VisibilityTimeout = TimeSpan.FromSeconds(43_201),
            MaxReceiveCount = 0,
            MaxBacklog = 1_000_001,
        })).Message.ShouldBe(
            """
            StreamQueue 'Orders' has invalid properties:
              The stream's Mode is PROVISIONED; allowed: ON_DEMAND, since queues are on no other.
              VisibilityTimeout is 43,201 s; allowed: whole seconds, from 0 s to 43,200 s.
              MaxReceiveCount is 0; allowed: a whole number from 1, or null for no dead letters.
              MaxBacklog is 1,000,001; allowed: a whole number from 1 to 1,000,000.
            """);
    }

    [Fact]
    public void A_name_that_is_made_changes_with_the_stream_which_replaces_the_queue()
    {
        var stack = cdk.NewStack();
        string Name(string id) => new StreamQueue(new Construct(stack, id), "Orders", new StreamQueueProps
        {
            Stream = DataStream.FromStreamName(stack, $"Stream{id}", id),
        }).QueueName;

        Name("First").Split('-')[^1].ShouldNotBe(Name("Second").Split('-')[^1]);
    }

    private SynthesizedTemplate Synthesize(Action<StreamQueue> use, Func<StreamQueueProps, StreamQueueProps>? with = null)
    {
        var stack = cdk.NewStack();
        var stream = new DataStream(stack, "Clicks", new DataStreamProps { Mode = StreamMode.ON_DEMAND, CustomerManagedKey = true });
        var props = new StreamQueueProps { Stream = stream };
        use(new StreamQueue(stack, "Orders", with?.Invoke(props) ?? props));
        return CdkFixture.Synthesize(stack);
    }
}
