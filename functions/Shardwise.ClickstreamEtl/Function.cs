using Amazon.Lambda.Core;
using Amazon.Lambda.KinesisEvents;
using Amazon.S3;
using Shardwise.Consumers;

[assembly: LambdaSerializer(typeof(KinesisEventSerializer))]

namespace Shardwise.ClickstreamEtl;

/// <summary>What Lambda runs; made once a process.</summary>
public sealed class Function
{
    private readonly ClickConsumer _consumer;

    /// <summary>Made by Lambda.</summary>
    public Function()
        : this(EtlSettings.FromEnvironment(Environment.GetEnvironmentVariable, "clicks/"), new AmazonS3Client(EtlSettings.S3Config()))
    {
    }

    /// <summary>Made by tests.</summary>
    public Function(EtlSettings settings, IAmazonS3 s3, ConsumerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var objects = new S3Sink<Click>(
            s3, settings.OutputBucket, settings.OutputPrefix, ClickJson.Default.Click, click => click.Timestamp);
        var deadLetters = new S3DeadLetterDestination(s3, settings.DeadLetterBucket, settings.DeadLetterPrefix);
        _consumer = new ClickConsumer(objects, deadLetters, options);
    }

    /// <summary>The handler.</summary>
    public Task<StreamsEventResponse> HandleAsync(KinesisEvent kinesisEvent, ILambdaContext context) =>
        _consumer.HandleAsync(kinesisEvent, context);
}
