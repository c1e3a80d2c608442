using Amazon.CDK;
using Constructs;
using Shardwise.Constructs.Scaling;
using Shardwise.Constructs.Streams;

namespace Shardwise.Local.TestApp;

/// <summary>What teams share: a scaler for the streams of every stack, and a stream of its own.</summary>
internal sealed class PlatformStack : Stack
{
    public PlatformStack(Construct scope, string id) : base(scope, id)
    {
        Autoscaler = new ShardAutoscaler(this, "Autoscaler", new ShardAutoscalerProps { Shared = true });
        Audit = new DataStream(this, "Audit");
        Autoscaler.Watch(Audit, new ShardScaling { MaxShards = 4 });
    }

    public ShardAutoscaler Autoscaler { get; }

    public DataStream Audit { get; }
}
