using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Kinesis;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Logs;
using Amazon.CDK.AWS.S3;
using Amazon.CDK.AWS.SQS;
using Constructs;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Functions;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Tagging;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Consumers;

/// <summary>A function that reads a stream batch by batch, and never lets one bad record stop a shard.</summary>
/// <remarks>
/// A failing batch is cut at the record that the function names, tried again a bounded number of times, and then its position (shard and sequence
/// numbers, not its data) goes to an encrypted queue, from which the records can be read again for as long as the stream keeps them.
/// </remarks>
public sealed partial class EtlConsumer : Construct, IDashboardPart, IGrantable
{
    private readonly FunctionAccess access;

    /// <summary>Makes the function, its event source mapping, its failure queue and its alarms.</summary>
    /// <param name="scope">Where it belongs.</param>
    /// <param name="id">Its id there.</param>
    /// <param name="props">What it is made of.</param>
    /// <exception cref="InvalidPropsException">
    /// A property is out of its range, or the published function is not where it should be. The message names all of it.
    /// </exception>
    public EtlConsumer(Construct scope, string id, EtlConsumerProps props)
        : base(scope, props.Validate(scope, id))
    {
        if (props.AssetDirectory is { } folder)
            FunctionFolder.RefuseStandins(this, folder);
        var logs = new LogGroup(this, "Logs", new LogGroupProps { Retention = props.LogRetention, RemovalPolicy = RemovalPolicy.DESTROY });
        var elsewhere = StreamElsewhere.Of(this, props);
        access = new FunctionAccess(this, logs, props.Function.Role, elsewhere?.RoleName);
        FailureQueue = props.OnFailure is null ? MakeFailureQueue() : null;
        AllowReading(props, elsewhere);
        FanOutConsumer = props.EnhancedFanOut && props.FanOutConsumer is null ? MakeFanOutConsumer(props.Stream) : null;
        Function = FunctionFactory.Make(this, Plan(props, logs), props.Function, access);
        DotNetFunctions.Justify(
            Function,
            ("Serverless-LambdaDLQ",
                $"An event source mapping calls it, and that has a {(FailureQueue is null ? "destination" : "queue")} for what fails; no call is "
                + "asynchronous."));
        access.Justify(
            "The X-Ray write actions have no resource-level permissions; every other statement names its resource or a key prefix in one bucket.",
            traced: props.Function.Tracing != Tracing.DISABLED);
        Mapping = MakeMapping(props);
        lateAfter = props.MaxRecordAge.TotalMilliseconds / 2;
        Alarms = MakeAlarms(props);
        ConstructTag.Add(this, nameof(EtlConsumer));
    }

    /// <summary>The function underneath.</summary>
    public Function Function { get; }

    /// <summary>The mapping that hands the stream's batches to the function.</summary>
    public CfnEventSourceMapping Mapping { get; }

    /// <summary>
    /// The stream's consumer that was made for the function; <see langword="null"/> without enhanced fan-out, and where it reads through another.
    /// </summary>
    public CfnStreamConsumer? FanOutConsumer { get; }

    /// <summary>The queue that gets the position of what could not be processed; <see langword="null"/> with a destination of your own.</summary>
    public Queue? FailureQueue { get; }

    /// <summary>The alarms that were made: iterator age, delay, errors, and what was given up; empty when they are off.</summary>
    public IReadOnlyList<Alarm> Alarms { get; }

    /// <summary>What the function runs as: <c>table.GrantReadWriteData(etl)</c>.</summary>
    public IPrincipal GrantPrincipal => access.Role;

    /// <summary>Lets the function write objects under a prefix of a bucket, and nothing else there: no reading, listing or deleting.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="prefix">What the keys begin with, such as <c>clicks/</c>.</param>
    public void GrantPut(IBucket bucket, string prefix)
    {
        access.Allow(bucket.ArnForObjects($"{prefix}*"), "s3:PutObject");
        if (bucket.EncryptionKey is { } key)
            access.AllowKey(key, "kms:GenerateDataKey");
    }

    /// <summary>A metric of the function.</summary>
    /// <param name="name">Its name in the namespace AWS/Lambda.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric, with the function's name as its dimension.</returns>
    public Metric Metric(string name, IMetricOptions? options = null) => Function.Metric(name, options);

    /// <summary>The age of the last record of a batch when the function got it, in milliseconds.</summary>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public Metric MetricIteratorAge(IMetricOptions? options = null) => Function.Metric("IteratorAge", options);

    /// <summary>
    /// A metric of the mapping, such as <c>FilteredOutEventCount</c>, where they are counted: <see cref="EtlConsumerProps.EventCountMetrics"/>.
    /// </summary>
    /// <param name="name">
    /// <c>PolledEventCount</c>, <c>FilteredOutEventCount</c>, <c>InvokedEventCount</c>, <c>FailedInvokeEventCount</c>, <c>DroppedEventCount</c> or
    /// <c>OnFailureDestinationDeliveredEventCount</c>.
    /// </param>
    /// <param name="options">Period, statistic and the like; the default is the sum of a minute.</param>
    /// <returns>The metric, with the mapping's id as its dimension.</returns>
    public Metric MetricOfMapping(string name, IMetricOptions? options = null) => ServiceMetric.Of(
        "AWS/Lambda", name, options.OrStatistic("Sum", Duration.Minutes(1)), ("EventSourceMappingUUID", Mapping.Ref));

    private static FunctionPlan Plan(EtlConsumerProps props, LogGroup logs) => new()
    {
        Description = "Reads a Kinesis stream (Shardwise ETL consumer).",
        Handler = props.Handler,
        Code = props.Code ?? Code.FromAsset(props.AssetDirectory!),
        Architecture = props.Architecture,
        MemoryMb = props.MemoryMb,
        Timeout = props.Timeout,
        Environment = props.Environment,
        Logs = logs,
    };

    private Queue MakeFailureQueue()
    {
        var queue = new Queue(this, "FailureQueue", new QueueProps
        {
            Encryption = QueueEncryption.KMS_MANAGED,
            EnforceSSL = true,
            // The longest that SQS keeps a message: a position is of use for as long as the stream keeps the record, which may be longer still.
            RetentionPeriod = Duration.Days(14),
        });
        const string reason = "This is the dead-letter queue of an event source mapping.";
        NagRule.Suppress(queue, ("AwsSolutions-SQS3", reason), ("Serverless-SQSRedrivePolicy", reason));
        return queue;
    }

    // The five calls that Lambda checks for when the mapping is made. The CDK's own grant adds enhanced fan-out on every consumer of the stream.
    private void AllowReading(EtlConsumerProps props, StreamElsewhere? elsewhere)
    {
        StackReferences.Note(this, props.Stream.Stream);
        access.Allow(props.Stream.StreamArn, StreamAccess.Reading);
        if (elsewhere is not null)
            elsewhere.Allow(access);
        else if (props.Stream.EncryptionKey is { } key)
            access.AllowKey(key, "kms:Decrypt");
        if (props.FanOutConsumer is { } consumer)
            access.Allow(consumer.ConsumerArn, StreamAccess.ConsumerReading);
        if (FailureQueue is { } queue)
            access.Allow(queue.QueueArn, "sqs:SendMessage");
        else
            props.OnFailure!.Allow(access);
    }

    // Named by the path, since a stream has no two consumers of one name.
    private CfnStreamConsumer MakeFanOutConsumer(IDataStream stream)
    {
        var consumer = new CfnStreamConsumer(this, "FanOut", new CfnStreamConsumerProps
        {
            ConsumerName = ContentName.OfPath(this, KinesisLimits.MaxConsumerNameLength),
            StreamArn = stream.StreamArn,
        });
        // Tags replace a consumer, and so the mapping that reads through it; CDKs that know of them would write every tag of the stack here. What is
        // deployed keeps them.
        if (ConstructDefaults.Current is ConstructDefaultsV2)
            consumer.AddPropertyDeletionOverride("Tags");
        access.Allow(consumer.AttrConsumerArn, StreamAccess.ConsumerReading);
        return consumer;
    }
}
