using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.S3;
using Amazon.CDK.AWS.SNS;
using Amazon.CDK.AWS.SQS;
using Shardwise.Constructs.Functions;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Consumers;

/// <summary>Where Lambda tells of batches that were given up.</summary>
/// <remarks>
/// A queue and a topic get the position of a batch: its shard and sequence numbers. A bucket gets its records too, as Lambda read them, and so holds
/// them for longer than the stream. What is of another account must let the function's role in by a policy of its own. Source: "Retain discarded
/// batch records for a Kinesis Data Streams event source in Lambda".
/// </remarks>
public sealed class FailureDestination
{
    private readonly Action<FunctionAccess> allow;

    private FailureDestination(string arn, bool fifo, Action<FunctionAccess> allow)
    {
        (Arn, IsFifo) = (arn, fifo);
        this.allow = allow;
    }

    internal string Arn { get; }

    internal bool IsFifo { get; }

    /// <summary>A queue that is there already.</summary>
    /// <param name="queue">The queue, which is no FIFO queue.</param>
    /// <returns>The destination.</returns>
    public static FailureDestination ToQueue(IQueue queue) => new(queue.QueueArn, queue.Fifo, access =>
    {
        access.Allow(queue.QueueArn, "sqs:SendMessage");
        if (queue.EncryptionMasterKey is { } key)
            access.AllowKey(key, "kms:Decrypt", "kms:GenerateDataKey");
    });

    /// <summary>A topic that is there already.</summary>
    /// <param name="topic">The topic, which is no FIFO topic.</param>
    /// <param name="key">The key that it is encrypted with, where that is one of yours: a topic does not say.</param>
    /// <returns>The destination.</returns>
    public static FailureDestination ToTopic(ITopic topic, IKey? key = null) => new(topic.TopicArn, topic.Fifo, access =>
    {
        access.Allow(topic.TopicArn, "sns:Publish");
        if (key is not null)
            access.AllowKey(key, "kms:Decrypt", "kms:GenerateDataKey");
    });

    /// <summary>A bucket, which gets the records themselves as well, under <c>aws/lambda/</c>.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <returns>The destination.</returns>
    public static FailureDestination ToBucket(IBucket bucket) => new(bucket.BucketArn, fifo: false, access =>
    {
        access.Allow(bucket.BucketArn, "s3:ListBucket");
        access.Allow(bucket.ArnForObjects("aws/lambda/*"), "s3:PutObject");
        if (bucket.EncryptionKey is { } key)
            access.AllowKey(key, "kms:GenerateDataKey");
    });

    internal void Check(PropsCheck check, string property) =>
        check.Require(!IsFifo, property, "a FIFO one", "a standard queue or topic, or a bucket: Lambda tells of batches in no order");

    internal void Allow(FunctionAccess access) => allow(access);
}
