using Amazon.CDK;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Logs;
using Shardwise.Constructs.Delivery;
using Shardwise.Constructs.Scaling;

namespace Shardwise.Constructs.Defaults;

/// <summary>
/// The first version of the defaults. Derive from it to set some of your own; the others stay as they are here, whatever later versions say.
/// </summary>
public partial class ConstructDefaultsV1 : ConstructDefaults
{
    /// <inheritdoc />
    /// <remarks>168 h, which AWS Security Hub asks for (control Kinesis.3).</remarks>
    public override TimeSpan StreamRetention => TimeSpan.FromHours(168);

    /// <inheritdoc />
    /// <remarks>It stays: records are not thrown away with a template.</remarks>
    public override RemovalPolicy StreamRemovalPolicy => RemovalPolicy.RETAIN;

    /// <inheritdoc />
    /// <remarks>Balanced.</remarks>
    public override ScalingSetting ScalingSetting => ScalingSetting.Balanced;

    /// <inheritdoc />
    /// <remarks>0.1: keys are never quite even, and a minute hides its seconds.</remarks>
    public override double ScalingHeadroom => 0.1;

    /// <inheritdoc />
    /// <remarks>No: splits and merges count against no daily number.</remarks>
    public override bool ScalingUpdateShardCountOnly => false;

    /// <inheritdoc/>
    public override int ScalingReshardsADay => ShardScaling.DefaultReshardsADay;

    /// <inheritdoc />
    /// <remarks>Three months.</remarks>
    public override RetentionDays ScalerLogRetention => RetentionDays.THREE_MONTHS;

    /// <inheritdoc />
    /// <remarks>1,024 MB.</remarks>
    public override double ConsumerMemoryMb => 1024;

    /// <inheritdoc />
    /// <remarks>60 s.</remarks>
    public override TimeSpan ConsumerTimeout => TimeSpan.FromSeconds(60);

    /// <inheritdoc />
    /// <remarks>100, Lambda's own.</remarks>
    public override double ConsumerBatchSize => 100;

    /// <inheritdoc />
    /// <remarks>5 s: a batch becomes an object, and a quiet stream should not write one a second.</remarks>
    public override TimeSpan ConsumerBatchingWindow => TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    /// <remarks>1.</remarks>
    public override double ConsumerParallelizationFactor => 1;

    /// <inheritdoc />
    /// <remarks>10. Lambda's own, forever, stops a shard until its retention is over.</remarks>
    public override double ConsumerRetryAttempts => 10;

    /// <inheritdoc />
    /// <remarks>24 h.</remarks>
    public override TimeSpan ConsumerMaxRecordAge => TimeSpan.FromHours(24);

    /// <inheritdoc />
    /// <remarks>The oldest record that is kept: the tip may miss what is written while the mapping is made.</remarks>
    public override StartingPosition ConsumerStartingPosition => StartingPosition.TRIM_HORIZON;

    /// <inheritdoc />
    /// <remarks>One month.</remarks>
    public override RetentionDays ConsumerLogRetention => RetentionDays.ONE_MONTH;

    /// <inheritdoc />
    /// <remarks>One month.</remarks>
    public override RetentionDays DeliveryLogRetention => RetentionDays.ONE_MONTH;

    /// <inheritdoc />
    /// <remarks>5 MiB and 300 s, the service's own.</remarks>
    public override DeliveryBuffering DeliveryBuffering => new(5, TimeSpan.FromSeconds(300));

    /// <inheritdoc />
    /// <remarks>128 MiB and 300 s: small columnar files are slow to query.</remarks>
    public override DeliveryBuffering DeliveryColumnarBuffering => new(128, TimeSpan.FromSeconds(300));

    /// <inheritdoc />
    /// <remarks>gzip.</remarks>
    public override DeliveryCompression DeliveryCompression => DeliveryCompression.Gzip;
}
