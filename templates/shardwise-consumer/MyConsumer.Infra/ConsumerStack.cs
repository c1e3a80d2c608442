using Amazon.CDK;
using Amazon.CDK.AWS.S3;
using Constructs;
using Shardwise.Constructs.Consumers;
using Shardwise.Constructs.Scaling;
using Shardwise.Constructs.Streams;

namespace MyConsumer.Infra;

/// <summary>A stream that keeps the size of its load, the function that reads it, and the bucket that the function writes to.</summary>
public sealed class ConsumerStack : Stack
{
    private const string Orders = "orders/";
    private const string DeadLetters = "dead-letters/";

    /// <summary>Makes the stack.</summary>
    /// <param name="scope">The app.</param>
    /// <param name="id">Its name.</param>
    /// <param name="functionFolder">The published function.</param>
    public ConsumerStack(Construct scope, string id, string functionFolder) : base(scope, id)
    {
        var stream = new DataStream(this, "Stream");
        new ShardAutoscaler(this, "Autoscaler").Watch(stream, new ShardScaling { MinShards = 1, MaxShards = 16 });

        var bucket = new Bucket(this, "Lake", new BucketProps
        {
            BlockPublicAccess = BlockPublicAccess.BLOCK_ALL,
            EnforceSSL = true,
            RemovalPolicy = RemovalPolicy.RETAIN,
        });
        var consumer = new EtlConsumer(this, "Consumer", new EtlConsumerProps
        {
            Stream = stream,
            AssetDirectory = functionFolder,
            Handler = "MyConsumer::MyConsumer.Function::HandleAsync",
            Environment = new Dictionary<string, string>
            {
                ["SHARDWISE_OUTPUT_BUCKET"] = bucket.BucketName,
                ["SHARDWISE_OUTPUT_PREFIX"] = Orders,
                ["SHARDWISE_DEAD_LETTER_BUCKET"] = bucket.BucketName,
                ["SHARDWISE_DEAD_LETTER_PREFIX"] = DeadLetters,
            },
        });
        consumer.GrantPut(bucket, Orders);
        consumer.GrantPut(bucket, DeadLetters);
    }
}
