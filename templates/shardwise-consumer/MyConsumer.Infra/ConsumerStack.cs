using Amazon.CDK;
using Amazon.CDK.AWS.S3;
using Amazon.CDK.AWS.SNS;
using Constructs;
using Shardwise.Constructs.Consumers;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Scaling;
using Shardwise.Constructs.Streams;

namespace Company.Orders.Infra;

/// <summary>A stream that keeps the size of its load, the function that reads it, and the bucket that the function writes to.</summary>
public sealed class ConsumerStack : Stack
{
    private const string Orders = "orders/";
    private const string DeadLetters = "dead-letters/";

    /// <summary>Makes the stack.</summary>
    /// <param name="scope">The app.</param>
    /// <param name="id">Its name.</param>
    /// <param name="functionFolder">The published function.</param>
    public ConsumerStack(Construct scope, string id, string functionFolder)
        : base(scope, id, new StackProps { Description = "A Kinesis stream that sizes itself, and the function that writes its orders to a bucket." })
    {
        // cdk deploy -c alarmTopic=ARN: whom the alarms tell. Without it they show in CloudWatch only, and synthesis warns of it.
        var alarms = Node.TryGetContext("alarmTopic") is string topic
            ? new AlarmSettings { Topic = Topic.FromTopicArn(this, "OnCall", topic) }
            : new AlarmSettings();
        var stream = new DataStream(this, "Stream", new DataStreamProps { Alarms = alarms });
        new ShardAutoscaler(this, "Autoscaler", new ShardAutoscalerProps { Alarms = alarms })
            .Watch(stream, new ShardScaling { MinShards = 1, MaxShards = 16 });

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
            Handler = "MyConsumer::Company.Orders.Function::HandleAsync",
            Environment = new Dictionary<string, string>
            {
                ["SHARDWISE_OUTPUT_BUCKET"] = bucket.BucketName,
                ["SHARDWISE_OUTPUT_PREFIX"] = Orders,
                ["SHARDWISE_DEAD_LETTER_BUCKET"] = bucket.BucketName,
                ["SHARDWISE_DEAD_LETTER_PREFIX"] = DeadLetters,
            },
            Alarms = alarms,
        });
        consumer.GrantPut(bucket, Orders);
        consumer.GrantPut(bucket, DeadLetters);

        Tell("StreamName", stream.StreamName, "Where producers put orders.");
        Tell("FunctionName", consumer.Function.FunctionName, "The function that reads them.");
        Tell("Orders", bucket.S3UrlForObject(Orders), "Where orders are written, an object an hour and batch.");
        Tell("DeadLetters", bucket.S3UrlForObject(DeadLetters), "Where rejected records lie: shardwise redrive puts them back.");
    }

    private void Tell(string id, string value, string description) =>
        _ = new CfnOutput(this, id, new CfnOutputProps { Value = value, Description = description });
}
