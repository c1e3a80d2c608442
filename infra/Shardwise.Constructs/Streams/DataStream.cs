using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Kinesis;
using Amazon.CDK.AWS.KMS;
using Constructs;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Validation;
using KinesisStream = Amazon.CDK.AWS.Kinesis.Stream;
using KinesisStreamProps = Amazon.CDK.AWS.Kinesis.StreamProps;

namespace Shardwise.Constructs.Streams;

/// <summary>A Kinesis data stream that is encrypted, kept for a week, outlives its stack, is tagged, and says when it is in trouble.</summary>
public sealed partial class DataStream : Construct, IDashboardPart
{
    /// <summary>Makes the stream and its alarms.</summary>
    /// <param name="scope">Where it belongs.</param>
    /// <param name="id">Its id there.</param>
    /// <param name="props">What it is made of; the default is one provisioned shard.</param>
    /// <exception cref="InvalidPropsException">A property is out of its range, or two exclude each other. The message names all of them.</exception>
    public DataStream(Construct scope, string id, DataStreamProps? props = null)
        : base(scope, (props ??= new DataStreamProps()).Validate(id))
    {
        Mode = props.Mode;
        Retention = props.Retention;
        MaxDelay = props.MaxDelay;
        var key = props.CustomerManagedKey && props.EncryptionKey is null
            ? new Key(this, "Key", new KeyProps
            {
                Description = "Encrypts a Kinesis data stream.",
                EnableKeyRotation = true,
                RemovalPolicy = props.RemovalPolicy,
            })
            : props.EncryptionKey;
        Stream = new KinesisStream(this, "Stream", new KinesisStreamProps
        {
            StreamName = props.StreamName,
            StreamMode = props.Mode,
            ShardCount = props.Mode == StreamMode.ON_DEMAND ? null : props.CreatedShards,
            RetentionPeriod = Duration.Hours(props.Retention.TotalHours),
            // Said outright: left out, the CDK renders a condition on the region, which scanners of templates cannot read.
            Encryption = key is null ? StreamEncryption.MANAGED : StreamEncryption.KMS,
            EncryptionKey = key,
            RemovalPolicy = props.RemovalPolicy,
        });
        RenderNewer(props);
        if (key is not null)
            NagRule.Suppress(Stream, "AwsSolutions-KDS3", "A customer-managed key was asked for: who may read is its policy's to say.");
        Amazon.CDK.Tags.Of(this).Add("shardwise:construct", nameof(DataStream));
        foreach (var (tag, value) in props.Tags)
            Amazon.CDK.Tags.Of(this).Add(tag, value);
        createdShards = props.Mode == StreamMode.ON_DEMAND ? null : props.CreatedShards;
        Alarms = MakeAlarms(props.Alarms);
    }

    /// <summary>The stream underneath.</summary>
    public KinesisStream Stream { get; }

    /// <summary>The CloudFormation resource underneath, for what the constructs do not say.</summary>
    public CfnStream Resource => (CfnStream)Stream.Node.DefaultChild!;

    /// <summary>The stream's name, known when it is deployed.</summary>
    public string StreamName => Stream.StreamName;

    /// <summary>The stream's ARN, known when it is deployed.</summary>
    public string StreamArn => Stream.StreamArn;

    /// <summary>Whether the stream is provisioned or on demand.</summary>
    public StreamMode Mode { get; }

    /// <summary>How long records are kept.</summary>
    public TimeSpan Retention { get; }

    /// <summary>How far a reader may be behind before it is told.</summary>
    public TimeSpan MaxDelay { get; }

    /// <summary>The alarms that were made: iterator age, delay, throttled writes, throttled reads, failed puts; empty when they are off.</summary>
    public IReadOnlyList<Alarm> Alarms { get; }

    /// <summary>A metric of the stream.</summary>
    /// <param name="name">Its name in the namespace AWS/Kinesis, such as <c>PutRecords.Bytes</c>.</param>
    /// <param name="options">Period, statistic and the like; the default is the average over five minutes.</param>
    /// <returns>The metric, with the stream's name as its dimension.</returns>
    public Metric Metric(string name, IMetricOptions? options = null) => Stream.Metric(name, options);

    /// <summary>The bytes accepted.</summary>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public Metric MetricIncomingBytes(IMetricOptions? options = null) => Stream.MetricIncomingBytes(options);

    /// <summary>The records accepted.</summary>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public Metric MetricIncomingRecords(IMetricOptions? options = null) => Stream.MetricIncomingRecords(options);

    /// <summary>The age of the last record that a reader got, in milliseconds.</summary>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public Metric MetricIteratorAge(IMetricOptions? options = null) => Stream.MetricGetRecordsIteratorAgeMilliseconds(options);

    /// <summary>The records rejected because a shard was written to beyond its limits.</summary>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public Metric MetricWriteThrottles(IMetricOptions? options = null) => Stream.MetricWriteProvisionedThroughputExceeded(options);

    /// <summary>The GetRecords calls rejected because a shard was read beyond its limits.</summary>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public Metric MetricReadThrottles(IMetricOptions? options = null) => Stream.MetricReadProvisionedThroughputExceeded(options);

    /// <summary>The records of PutRecords calls that Kinesis itself failed to take, throttling left out.</summary>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public Metric MetricPutFailures(IMetricOptions? options = null) => Stream.MetricPutRecordsFailedRecords(options);

    // What Amazon.CDK.Lib 2.160.0 is older than. The schema gate of the tests knows these names.
    private void RenderNewer(DataStreamProps props)
    {
        if (props.MaxRecordSizeKiB is { } size)
            Resource.AddPropertyOverride("MaxRecordSizeInKiB", size);
        if (props.WarmThroughputMiBps is { } warm)
            Resource.AddPropertyOverride("WarmThroughputMiBps", warm);
        if (props.ShardLevelMetrics.Count > 0)
            Resource.AddPropertyOverride(
                "DesiredShardLevelMetrics",
                props.ShardLevelMetrics.Select(metric => metric == ShardMetric.All ? "ALL" : metric.ToString()).ToArray());
    }

    private IReadOnlyList<Alarm> MakeAlarms(AlarmSettings settings)
    {
        var alarms = new AlarmSet(this, settings);
        var (half, all) = (PropsCheck.Number(Retention.TotalHours / 2), PropsCheck.Number(Retention.TotalHours));
        var minute = Duration.Minutes(1);
        var sumOfAMinute = new MetricOptions { Period = minute, Statistic = "Sum" };
        var age = MetricIteratorAge(new MetricOptions { Period = minute, Statistic = "Maximum" });
        // Half of the retention is gone, and half is left to mend what reads the stream. A reader that stops altogether sends no
        // datapoint, so a missing one must not end the alarm that came before it.
        alarms.Add(
            "IteratorAgeAlarm",
            $"A reader of the stream is {half} h behind, and at {all} h records are lost. Look for a reader that stopped or fails: its log says why.",
            age,
            new AlarmThreshold(Retention.TotalMilliseconds / 2, Datapoints: 5, Periods: 5, TreatMissingData.IGNORE));
        // Long before records are lost, those who wait for them are served late.
        alarms.Add(
            "DelayAlarm",
            $"A reader of the stream is {DurationUnit.Seconds.Text(MaxDelay)} behind, more than MaxDelay allows. Look whether it fails, is "
            + "throttled, or is slower than what is written.",
            age,
            new AlarmThreshold(MaxDelay.TotalMilliseconds, Datapoints: 5, Periods: 5, TreatMissingData.IGNORE));
        // Producers retry a throttled record, so a minute of it does no harm; three of five do. No datapoint: nobody wrote.
        alarms.Add(
            "WriteThrottleAlarm",
            "Writes to the stream were throttled in three of the last five minutes: too few shards, or a few partition keys carry most of the load. "
            + "Raise MaxShards where the autoscaler is at it, or spread the keys.",
            MetricWriteThrottles(sumOfAMinute),
            new AlarmThreshold(1, Datapoints: 3, Periods: 5, TreatMissingData.NOT_BREACHING));
        alarms.Add(
            "ReadThrottleAlarm",
            "Reads of the stream were throttled in three of the last five minutes: its readers share 2 MB/s and five calls a second of each shard. "
            + "Give a reader a FanOutConsumer of its own.",
            MetricReadThrottles(sumOfAMinute),
            new AlarmThreshold(1, Datapoints: 3, Periods: 5, TreatMissingData.NOT_BREACHING));
        // A producer that handles partial failures tries these again; three minutes of five of them are trouble in the service.
        alarms.Add(
            "PutFailuresAlarm",
            "Kinesis failed to take records in three of the last five minutes, throttling apart. Look at the service's health, and "
            + "that producers try again.",
            MetricPutFailures(sumOfAMinute),
            new AlarmThreshold(1, Datapoints: 3, Periods: 5, TreatMissingData.NOT_BREACHING));
        return alarms.Alarms;
    }
}
