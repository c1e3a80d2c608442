using Amazon.Lambda.Core;
using Amazon.Lambda.KinesisEvents;

namespace Shardwise.Consumers.Drivers.Tests;

/// <summary>Two good records of one key, and a consumer whose code fails for the first with what a real client throws.</summary>
internal static class OneRecord
{
    public const string Sequence = "49640000000000000000000000";

    /// <summary>Where the batch stopped (null: it went through), and why each record was set aside.</summary>
    public static async Task<(string? StoppedAt, List<string> SetAside, List<string> Done)> ConsumeAsync(Func<Task> call)
    {
        var deadLetters = new Letters();
        var consumer = new Caller(call, deadLetters);
        var answer = await consumer.HandleAsync(new KinesisEvent { Records = [Record(0), Record(1)] }, new Context());
        return (answer.BatchItemFailures.SingleOrDefault()?.ItemIdentifier, deadLetters.Reasons, consumer.Done);
    }

    private static KinesisEvent.KinesisEventRecord Record(int place) => new()
    {
        EventId = $"shardId-000000000000:{Sequence[..^1]}{place}",
        EventSourceARN = "arn:aws:kinesis:eu-west-1:123456789012:stream/orders",
        Kinesis = new KinesisEvent.Record
        {
            ApproximateArrivalTimestamp = DateTime.UnixEpoch,
            Data = new MemoryStream([(byte)place]),
            PartitionKey = "order",
            SequenceNumber = $"{Sequence[..^1]}{place}",
        },
    };

    private sealed class Caller(Func<Task> call, IDeadLetterDestination deadLetters)
        : StreamConsumer(deadLetters, new ConsumerOptions { MaxAttempts = 1, Output = Stream.Null })
    {
        public List<string> Done { get; } = [];

        protected override async Task ProcessAsync(StreamRecord record, ConsumerContext context, CancellationToken cancellationToken)
        {
            if (record.Position.IndexInBatch == 0)
            {
                await call();
            }

            Done.Add(record.Position.SequenceNumber);
        }
    }

    private sealed class Letters : IDeadLetterDestination
    {
        public List<string> Reasons { get; } = [];

        public Task WriteAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken)
        {
            Reasons.AddRange(letters.Select(letter => letter.Reason));
            return Task.CompletedTask;
        }
    }

    private sealed class Context : ILambdaContext
    {
        public string AwsRequestId => "request";

        public IClientContext ClientContext => null!;

        public string FunctionName => "orders";

        public string FunctionVersion => "1";

        public ICognitoIdentity Identity => null!;

        public string InvokedFunctionArn => "arn:aws:lambda:eu-west-1:123456789012:function:orders";

        public ILambdaLogger Logger => null!;

        public string LogGroupName => "";

        public string LogStreamName => "";

        public int MemoryLimitInMB => 256;

        public TimeSpan RemainingTime => TimeSpan.FromMinutes(1);
    }
}
