using Amazon.CDK.AWS.Kinesis;
using Amazon.CDK.AWS.SNS;
using Constructs;
using Shardwise.Constructs.Consumers;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Delivery;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Scaling;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Pipelines;

/// <summary>What a <see cref="StreamingPipeline"/> is made of. What is left out is not made.</summary>
public sealed record StreamingPipelineProps
{
    /// <summary>What the stream is made of.</summary>
    /// <value>The default is one provisioned shard. Left alone where <see cref="ExistingStream"/> is given.</value>
    public DataStreamProps Stream { get; init; } = new();

    /// <summary>A stream that is there already, in place of one that is made.</summary>
    public IDataStream? ExistingStream { get; init; }

    /// <summary>Within which bounds the stream is kept to its load.</summary>
    /// <value>The default is not to. Not for a stream that is on demand.</value>
    public ShardScaling? Scaling { get; init; }

    /// <summary>An autoscaler that is there already, since one serves any number of streams.</summary>
    /// <value>The default makes one where <see cref="Scaling"/> is given.</value>
    public ShardAutoscaler? ExistingAutoscaler { get; init; }

    /// <summary>The function that reads the stream.</summary>
    /// <value><c>stream => new EtlConsumerProps { Stream = stream, ... }</c>. The default is none.</value>
    public Func<IDataStream, EtlConsumerProps>? Consumer { get; init; }

    /// <summary>Where a delivery stream takes the records.</summary>
    /// <value>The default is nowhere.</value>
    public DeliveryDestination? Delivery { get; init; }

    /// <summary>Further parts, such as a Flink application: each is made in the pipeline's scope and shown on its dashboard.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyList<Func<Construct, IDataStream, IDashboardPart>> Parts { get; init; } = [];

    /// <summary>Whether a dashboard shows all of it.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool Dashboard { get; init; } = ConstructDefaults.Current.PipelineDashboard;

    /// <summary>The topic that hears of the alarms of every part that does not name one of its own.</summary>
    /// <value>The default is none: the alarms show in CloudWatch only.</value>
    /// <remarks>What <see cref="AlarmSettings.Topic"/> says of a topic's key and its policy holds here too.</remarks>
    public ITopic? AlarmTopic { get; init; }

    // Returns the id, so that a constructor can call it before its base. What is within the parts is theirs to say.
    internal string Validate(string id)
    {
        var check = new PropsCheck($"StreamingPipeline '{id}' has invalid properties");
        var mode = ExistingStream is null ? Stream.Mode : ExistingStream.Mode;
        check.Require(
            Scaling is null || Scaling.WarmThroughput || mode != StreamMode.ON_DEMAND, nameof(Scaling), "given",
                "nothing or one with WarmThroughput, since the stream is ON_DEMAND and Kinesis sizes it");
        check.Require(ExistingAutoscaler is null || Scaling is not null, nameof(Scaling), "not given",
            "the stream's bounds, since ExistingAutoscaler is given");
        check.ThrowIfAny();
        return id;
    }
}
