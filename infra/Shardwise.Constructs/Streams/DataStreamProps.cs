using Amazon.CDK;
using Amazon.CDK.AWS.Kinesis;
using Amazon.CDK.AWS.KMS;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Streams;

/// <summary>What a <see cref="DataStream"/> is made of.</summary>
public sealed record DataStreamProps
{
    // Ages are counted by the second at best.
    internal static readonly TimeSpan MinDelay = TimeSpan.FromSeconds(1);

    /// <summary>The physical name of the stream.</summary>
    /// <value>1 to 128 of <c>a-z A-Z 0-9 _ . -</c>. The default lets CloudFormation choose one.</value>
    public string? StreamName { get; init; }

    /// <summary>Whether you size the stream (provisioned) or Kinesis does (on demand).</summary>
    /// <value>The default is <see cref="StreamMode.PROVISIONED"/>, which a <c>ShardAutoscaler</c> needs.</value>
    public StreamMode Mode { get; init; } = ConstructDefaults.Current.StreamMode;

    /// <summary>How many shards a provisioned stream is created with. Not for an on-demand stream.</summary>
    /// <value>A whole number from 1 to 10,000, also a parameter's <c>ValueAsNumber</c>. The default is 1.</value>
    /// <remarks>
    /// Once a <c>ShardAutoscaler</c> watches the stream, this is where it starts, and no more: CloudFormation compares templates, not the stream, so
    /// deploying again leaves the scaler's count alone for as long as this number stays as it was. Changing it reshards the stream to
    /// the new number, and the scaler goes on from there; the bounds are what to change instead.
    /// </remarks>
    public double? ShardCount { get; init; }

    /// <summary>How long records are kept.</summary>
    /// <value>Whole hours, 24 h to 8,760 h. The default is 168 h, which AWS Security Hub asks for (control Kinesis.3).</value>
    /// <remarks>
    /// A time span holds no number that is only known when the stack is deployed. Such a one goes to the resource,
    /// <c>stream.Resource.RetentionPeriodHours = parameter.ValueAsNumber</c>, and this says the least it may be, which the alarms go by.
    /// </remarks>
    public TimeSpan Retention { get; init; } = ConstructDefaults.Current.StreamRetention;

    /// <summary>Your own key to encrypt the stream with.</summary>
    /// <value>The default is the AWS-managed key <c>alias/aws/kinesis</c>.</value>
    public IKey? EncryptionKey { get; init; }

    /// <summary>Whether to make a customer-managed key for this stream alone, rotated every year.</summary>
    /// <value>The default is <see langword="false"/>. Not together with <see cref="EncryptionKey"/>.</value>
    public bool CustomerManagedKey { get; init; } = ConstructDefaults.Current.StreamCustomerManagedKey;

    /// <summary>What becomes of the stream, and of a key made for it, when the stack is deleted.</summary>
    /// <value>The default is <see cref="RemovalPolicy.RETAIN"/>: records are not thrown away with a template.</value>
    public RemovalPolicy RemovalPolicy { get; init; } = ConstructDefaults.Current.StreamRemovalPolicy;

    /// <summary>The largest record that the stream takes.</summary>
    /// <value>Whole KiB, 1,024 to 10,240. The default is the service's, 1,024.</value>
    /// <remarks>A shard still takes 1 MB a second on average: larger records are for a stream that has few of them.</remarks>
    public double? MaxRecordSizeKiB { get; init; }

    /// <summary>What an on-demand stream takes at once, without growing into it, in MiB a second.</summary>
    /// <value>A whole number from 1. The default is none. Not for a provisioned stream.</value>
    /// <remarks>The account must be in the on-demand advantage mode, and pays for it as for throughput that is used.</remarks>
    public double? WarmThroughputMiBps { get; init; }

    /// <summary>What decides which shard a record goes to.</summary>
    /// <value>
    /// The default is the service's, the record's partition key. <see cref="RecordDistribution.Auto"/> is for a stream on demand alone.
    /// </value>
    /// <remarks>
    /// With <see cref="RecordDistribution.Auto"/> there is no order by key, readers must take a record without a key, and the aggregates of the
    /// Kinesis Producer Library are lost: its Client Library drops them without a word, so that <see cref="DataStream.GrantKplWrite"/> is refused.
    /// Sources: UpdateStreamRecordDistributionStrategy in the API reference; "KPL and KCL with service-managed streams" in the developer guide.
    /// </remarks>
    public RecordDistribution? RecordDistributionStrategy { get; init; }

    /// <summary>What Kinesis counts shard by shard.</summary>
    /// <value>
    /// The default is nothing: it costs by the shard and metric, and a <c>ShardAutoscaler</c> turns on what it needs while it needs it.
    /// </value>
    public IReadOnlyList<ShardMetric> ShardLevelMetrics { get; init; } = [];

    /// <summary>Tags of the stream and of what is made with it, beside <c>shardwise:construct</c>.</summary>
    /// <value>At most 44: Kinesis takes 50 a stream; the construct holds one, the scaler four, and you may set <c>shardwise:mode</c>.</value>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>How far a reader may be behind the stream before the alarm <c>Delay</c> says so.</summary>
    /// <value>Whole seconds, 1 s to half of <see cref="Retention"/>. The default is 1 h.</value>
    public TimeSpan MaxDelay { get; init; } = ConstructDefaults.Current.StreamMaxDelay;

    /// <summary>The alarms: <c>IteratorAge</c>, <c>Delay</c>, <c>WriteThrottle</c>, <c>ReadThrottle</c>, <c>PutFailures</c>.</summary>
    /// <value>The default makes them and tells nobody.</value>
    public AlarmSettings Alarms { get; init; } = new();

    internal double CreatedShards => ShardCount ?? ConstructDefaults.Current.StreamShardCount;

    // Returns the id, so that a constructor can call it before its base: no construct is made of invalid properties.
    internal string Validate(string id)
    {
        var check = new PropsCheck($"DataStream '{id}' has invalid properties");
        if (StreamName is { } name && !PropsCheck.IsToken(name))
            check.Require(IsStreamName(name), nameof(StreamName), $"'{name}'", $"1 to {KinesisLimits.MaxNameLength} of a-z A-Z 0-9 _ . -");
        if (Mode == StreamMode.ON_DEMAND)
            check.Require(
                ShardCount is null, nameof(ShardCount), PropsCheck.Number(ShardCount ?? 0),
                    "nothing, since Mode is ON_DEMAND and Kinesis sizes the stream");
        else
            check.Whole(nameof(ShardCount), CreatedShards, KinesisLimits.MinShards, KinesisLimits.MaxShards);
        check.Duration(nameof(Retention), Retention, KinesisLimits.MinRetention, KinesisLimits.MaxRetention, DurationUnit.Hours);
        CheckDelay(check, MaxDelay, Retention);
        // Where the default is to make keys, one that is given is no contradiction.
        check.Require(
            !CustomerManagedKey || EncryptionKey is null || ConstructDefaults.Current.StreamCustomerManagedKey, nameof(CustomerManagedKey), "true",
            "false, since EncryptionKey is given");
        CheckThroughput(check);
        CheckTags(check);
        CheckAlarms(check, Alarms);
        check.ThrowIfAny();
        return id;
    }

    internal static void CheckAlarms(PropsCheck check, AlarmSettings alarms) =>
        alarms.Check(check, "IteratorAge", "Delay", "WriteThrottle", "ReadThrottle", "PutFailures");

    internal static void CheckDelay(PropsCheck check, TimeSpan delay, TimeSpan? retention)
    {
        if (retention is { } kept)
            // Where the retention itself is refused, that is enough to say.
            check.Duration(
                nameof(MaxDelay), delay, MinDelay, (kept < KinesisLimits.MinRetention ? KinesisLimits.MinRetention : kept) / 2, DurationUnit.Seconds,
                ", half of Retention, which IteratorAge watches");
        else
            check.Duration(nameof(MaxDelay), delay, MinDelay, KinesisLimits.MaxRetention / 2, DurationUnit.Seconds);
    }

    // Of what reads a stream: half of what the stream keeps, or of the most that one can keep where that is not known.
    internal static void CheckReadersDelay(PropsCheck check, TimeSpan? delay, IDataStream stream)
    {
        if (delay is { } given)
            check.Duration(
                nameof(MaxDelay), given, MinDelay, (stream.Retention ?? KinesisLimits.MaxRetention) / 2, DurationUnit.Seconds,
                stream.Retention is null ? "" : ", half of the stream's retention");
    }

    private void CheckThroughput(PropsCheck check)
    {
        if (MaxRecordSizeKiB is { } size)
            check.Whole(nameof(MaxRecordSizeKiB), size, KinesisLimits.MinRecordSizeKiB, KinesisLimits.MaxRecordSizeKiB);
        if (WarmThroughputMiBps is { } warm && !PropsCheck.IsToken(warm))
        {
            check.Require(
                Mode == StreamMode.ON_DEMAND, nameof(WarmThroughputMiBps), PropsCheck.Number(warm),
                    "nothing, since Mode is PROVISIONED and ShardCount says it");
            check.Require(warm >= 1 && double.IsInteger(warm), nameof(WarmThroughputMiBps), PropsCheck.Number(warm), "a whole number from 1");
        }

        check.Require(
            Mode == StreamMode.ON_DEMAND || RecordDistributionStrategy is not RecordDistribution.Auto, nameof(RecordDistributionStrategy), "Auto",
            "nothing or UserPartitionKey, since Mode is PROVISIONED");
        check.Require(
            ShardLevelMetrics.Count == ShardLevelMetrics.Distinct().Count()
                && (ShardLevelMetrics.Count <= 1 || !ShardLevelMetrics.Contains(ShardMetric.All)),
            nameof(ShardLevelMetrics), string.Join(", ", ShardLevelMetrics), "each metric once, and All alone");
    }

    private static bool IsStreamName(string name) =>
        name.Length is > 0 and <= KinesisLimits.MaxNameLength && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');

    private void CheckTags(PropsCheck check)
    {
        const int taggable = KinesisLimits.MaxTags - 6;
        check.Require(Tags.Count <= taggable, nameof(Tags), $"{Tags.Count} tags", $"at most {taggable}");
        foreach (var (key, value) in Tags)
        {
            check.Require(
                key.Length is > 0 and <= KinesisLimits.MaxTagKeyLength
                    && !key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase) && !key.StartsWith("shardwise:", StringComparison.Ordinal),
                $"{nameof(Tags)} key", $"'{key}'", $"1 to {KinesisLimits.MaxTagKeyLength} characters that do not begin with aws: or shardwise:");
            check.Require(
                PropsCheck.IsToken(value) || value.Length <= KinesisLimits.MaxTagValueLength,
                $"{nameof(Tags)}['{key}']", $"{value.Length} characters long", $"at most {KinesisLimits.MaxTagValueLength} characters");
        }
    }
}
