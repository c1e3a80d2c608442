using Amazon.Lambda.Core;
using Amazon.Lambda.KinesisEvents;
using Amazon.S3;
using Shardwise.Consumers;

[assembly: LambdaSerializer(typeof(KinesisEventSerializer))]

namespace Company.Orders;

/// <summary>What Lambda runs; made once a process.</summary>
public sealed class Function
{
    private readonly OrderConsumer _consumer;

    /// <summary>Made by Lambda; the stack sets the environment.</summary>
    public Function()
    {
        var settings = EtlSettings.FromEnvironment(Environment.GetEnvironmentVariable, "orders/");
        var s3 = new AmazonS3Client(EtlSettings.S3Config());
        _consumer = new OrderConsumer(
            new S3Sink<Order>(s3, settings.OutputBucket, settings.OutputPrefix, OrderJson.Default.Order, order => order.PlacedAt),
            new S3DeadLetterDestination(s3, settings.DeadLetterBucket, settings.DeadLetterPrefix));
    }

    /// <summary>Made by tests.</summary>
    public Function(OrderConsumer consumer) => _consumer = consumer;

    /// <summary>The handler.</summary>
    public Task<StreamsEventResponse> HandleAsync(KinesisEvent kinesisEvent, ILambdaContext context) => _consumer.HandleAsync(kinesisEvent, context);
}
