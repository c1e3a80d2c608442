using Amazon.CDK;
using Amazon.CDK.AWS.S3;
using Amazon.CDK.AWS.SNS;
using Constructs;
using Shardwise.Constructs.Delivery;
using Shardwise.Constructs.Pipelines;
using Shardwise.Constructs.Scaling;

namespace Company.Clicks;

/// <summary>A stream that keeps the size of its load, delivered to a bucket.</summary>
public sealed class PipelineStack : Stack
{
    /// <summary>Makes the stack.</summary>
    /// <param name="scope">The app.</param>
    /// <param name="id">Its name.</param>
    public PipelineStack(Construct scope, string id)
        : base(scope, id, new StackProps { Description = "A Kinesis stream that sizes itself, and its delivery to a bucket." })
    {
        // cdk deploy -c alarmTopic=ARN: whom the alarms tell. Without it they show in CloudWatch only, and synthesis warns of it.
        var topic = Node.TryGetContext("alarmTopic") is string arn ? Topic.FromTopicArn(this, "OnCall", arn) : null;
        var bucket = new Bucket(this, "Lake", new BucketProps
        {
            BlockPublicAccess = BlockPublicAccess.BLOCK_ALL,
            EnforceSSL = true,
            RemovalPolicy = RemovalPolicy.RETAIN,
        });
        var pipeline = new StreamingPipeline(this, "Clicks", new StreamingPipelineProps
        {
            Scaling = new ShardScaling { MinShards = 1, MaxShards = 16 },
            Delivery = new S3Destination { Bucket = bucket },
            AlarmTopic = topic,
        });

        Tell("StreamName", pipeline.Stream.StreamName, "Where producers put records.");
        Tell("Delivered", bucket.S3UrlForObject(), "Where records are delivered.");
    }

    private void Tell(string id, string value, string description) =>
        _ = new CfnOutput(this, id, new CfnOutputProps { Value = value, Description = description });
}
