using Amazon.Lambda.Core;
using Amazon.Lambda.KinesisEvents;
using Shardwise.Consumers;

namespace Company.Orders.Tests;

/// <summary>
/// The function against an event as Lambda sent it: an aggregate of three user records, the last of them bad, and a record that is no aggregate.
/// </summary>
public class FunctionTests : ISink<Order>, IDeadLetterDestination
{
    private readonly List<Order> _written = [];
    private readonly List<string> _setAside = [];

    [Fact]
    public async Task Good_orders_are_written_and_a_bad_one_is_set_aside_without_holding_them_up()
    {
        using var json = typeof(FunctionTests).Assembly.GetManifestResourceStream("kinesis-event.json")!;
        var kinesisEvent = new KinesisEventSerializer().Deserialize<KinesisEvent>(json);
        var function = new Function(new OrderConsumer(this, this, new ConsumerOptions { Output = Stream.Null }));

        var answer = await function.HandleAsync(kinesisEvent, new Invocation());

        Assert.Empty(answer.BatchItemFailures);
        Assert.Equal(["1", "2", "4"], _written.Select(order => order.Id));
        Assert.Equal(["The order has no \"placedAt\"."], _setAside);
    }

    Task ISink<Order>.WriteAsync(IReadOnlyList<SinkItem<Order>> items, CancellationToken cancellationToken)
    {
        _written.AddRange(items.Select(item => item.Value));
        return Task.CompletedTask;
    }

    Task IDeadLetterDestination.WriteAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken)
    {
        _setAside.AddRange(letters.Select(letter => letter.Reason));
        return Task.CompletedTask;
    }

    private sealed class Invocation : ILambdaContext
    {
        public TimeSpan RemainingTime => TimeSpan.FromMinutes(1);

        public string FunctionName => "my-consumer";

        public string AwsRequestId => "1";

        public string FunctionVersion => "$LATEST";

        public string InvokedFunctionArn => "arn:aws:lambda:eu-central-1:123456789012:function:my-consumer";

        public string LogGroupName => "/aws/lambda/my-consumer";

        public string LogStreamName => "1";

        public int MemoryLimitInMB => 1024;

        public IClientContext ClientContext => throw new NotSupportedException();

        public ICognitoIdentity Identity => throw new NotSupportedException();

        public ILambdaLogger Logger => throw new NotSupportedException();
    }
}
