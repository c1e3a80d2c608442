using Amazon.CDK;
using Amazon.CDK.AWS.S3;
using Constructs;
using Shardwise.Constructs.Consumers;
using Shardwise.Constructs.Scaling;
using Shardwise.Constructs.Streams;

namespace Shardwise.Local.TestApp;

/// <summary>A team's stream and its consumer, which may put objects into its bucket. Nobody granted it to write to the platform's stream.</summary>
internal sealed class OrdersStack : Stack
{
    public OrdersStack(Construct scope, string id, PlatformStack platform, string functionFolder) : base(scope, id)
    {
        var orders = new DataStream(this, "Orders", new DataStreamProps { ShardCount = 2 });
        platform.Autoscaler.Watch(orders, new ShardScaling { MinShards = 3, MaxShards = 8 });
        var lake = new Bucket(this, "Lake");
        var consumer = new EtlConsumer(this, "Consumer", new EtlConsumerProps
        {
            Stream = orders,
            AssetDirectory = functionFolder,
            Handler = "Shardwise.Local.TestFunctions::Shardwise.Local.TestFunctions.Calls::Make",
            Environment = new Dictionary<string, string> { ["LAKE"] = lake.BucketName, ["AUDIT"] = platform.Audit.StreamName },
        });
        consumer.GrantPut(lake, "orders/");
    }
}
