using Amazon.CDK;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Logs;
using Shardwise.Constructs.Delivery;
using Shardwise.Constructs.Scaling;

namespace Shardwise.Constructs.Defaults;

/// <summary>What the constructs take where you say nothing: one locked set of values a version.</summary>
/// <remarks>
/// A version never changes once it is released, and an upgrade of the package goes on with <see cref="V1"/>: what is deployed changes when
/// you choose a newer version with <see cref="Use"/>, not when you upgrade. Derive from a version to set defaults of your own for all of an app.
/// </remarks>
public abstract partial class ConstructDefaults
{
    private protected ConstructDefaults()
    {
    }

    /// <summary>The first version, and the one in use until another is chosen.</summary>
    public static ConstructDefaults V1 { get; } = new ConstructDefaultsV1();

    /// <summary>The second version: for apps that are not deployed yet, and for those whose owner has looked at what it changes.</summary>
    public static ConstructDefaults V2 { get; } = new ConstructDefaultsV2();

    /// <summary>The version in use.</summary>
    public static ConstructDefaults Current { get; private set; } = V1;

    /// <summary>How long a stream keeps its records.</summary>
    public abstract TimeSpan StreamRetention { get; }

    /// <summary>What becomes of a stream when its stack is deleted.</summary>
    public abstract RemovalPolicy StreamRemovalPolicy { get; }

    /// <summary>How the autoscaler weighs cost against throttled records.</summary>
    public abstract ScalingSetting ScalingSetting { get; }

    /// <summary>Room that the autoscaler keeps for uneven partition keys, as a share of the load.</summary>
    public abstract double ScalingHeadroom { get; }

    /// <summary>Whether the autoscaler plans with UpdateShardCount alone.</summary>
    public abstract bool ScalingUpdateShardCountOnly { get; }

    /// <summary>The default of <see cref="ShardScaling.ReshardsADay"/>.</summary>
    public abstract int ScalingReshardsADay { get; }

    /// <summary>How long the autoscaler's log is kept.</summary>
    public abstract RetentionDays ScalerLogRetention { get; }

    /// <summary>An ETL consumer's memory in MB.</summary>
    public abstract double ConsumerMemoryMb { get; }

    /// <summary>How long one call of an ETL consumer may take.</summary>
    public abstract TimeSpan ConsumerTimeout { get; }

    /// <summary>The most records of a batch.</summary>
    public abstract double ConsumerBatchSize { get; }

    /// <summary>How long records are gathered for a batch.</summary>
    public abstract TimeSpan ConsumerBatchingWindow { get; }

    /// <summary>How many batches of one shard are in flight at once.</summary>
    public abstract double ConsumerParallelizationFactor { get; }

    /// <summary>How often a failing batch is tried again.</summary>
    public abstract double ConsumerRetryAttempts { get; }

    /// <summary>How old a record may be before it is set aside untried.</summary>
    public abstract TimeSpan ConsumerMaxRecordAge { get; }

    /// <summary>Where an ETL consumer starts to read.</summary>
    public abstract StartingPosition ConsumerStartingPosition { get; }

    /// <summary>How long an ETL consumer's log is kept.</summary>
    public abstract RetentionDays ConsumerLogRetention { get; }

    /// <summary>How long the log of failed deliveries is kept.</summary>
    public abstract RetentionDays DeliveryLogRetention { get; }

    /// <summary>How much, and how long, records are gathered for one object.</summary>
    public abstract DeliveryBuffering DeliveryBuffering { get; }

    /// <summary>The same where objects are partitioned by keys or converted to columns.</summary>
    public abstract DeliveryBuffering DeliveryColumnarBuffering { get; }

    /// <summary>How delivered objects are compressed.</summary>
    public abstract DeliveryCompression DeliveryCompression { get; }

    /// <summary>Chooses the version that props take their defaults from, from now on: call it before the first construct is made.</summary>
    /// <param name="defaults">A version, or what you derived from one.</param>
    public static void Use(ConstructDefaults defaults) => Current = defaults;
}
