using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Kinesis;
using Constructs;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Tagging;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Streams;

/// <summary>A reader's own 2 MB a second of every shard (enhanced fan-out), with the grants that reach it and the alarms that watch it.</summary>
public sealed class FanOutConsumer : Construct, IFanOutConsumer, IDashboardPart
{
    private readonly TimeSpan maxDelay;
    private PolicyDocument? resourcePolicy;

    /// <summary>Registers the consumer.</summary>
    /// <param name="scope">Where it belongs.</param>
    /// <param name="id">Its id there.</param>
    /// <param name="props">What it is made of.</param>
    /// <exception cref="InvalidPropsException">A property is out of its range. The message names all of them.</exception>
    public FanOutConsumer(Construct scope, string id, FanOutConsumerProps props)
        : base(scope, props.Placed(scope, id))
    {
        Stream = props.Stream;
        StackReferences.Note(this, Stream.Stream);
        ConsumerName = props.ConsumerName ?? NameOf(props.Tags);
        Resource = new CfnStreamConsumer(this, "Resource", new CfnStreamConsumerProps { StreamArn = Stream.StreamArn, ConsumerName = ConsumerName });
        // Amazon.CDK.Lib 2.160.0 knows no tags of a consumer, and so its own way of tagging passes it by.
        Resource.AddPropertyOverride("Tags", props.Tags.Prepend(new(ConstructTag.Key, nameof(FanOutConsumer)))
            .Select(tag => new Dictionary<string, object> { ["Key"] = tag.Key, ["Value"] = tag.Value }).ToArray<object>());
        maxDelay = props.MaxDelay ?? Stream.MaxDelay;
        Alarms = MakeAlarms(props.Alarms);
        ConstructTag.Add(this, nameof(FanOutConsumer));
    }

    /// <inheritdoc />
    public IDataStream Stream { get; }

    /// <summary>The CloudFormation resource underneath.</summary>
    public CfnStreamConsumer Resource { get; }

    /// <summary>The name under which it is registered.</summary>
    public string ConsumerName { get; }

    /// <summary>Its ARN, known when it is deployed: it ends with the time of its creation.</summary>
    public string ConsumerArn => Resource.AttrConsumerArn;

    /// <summary>The alarms that were made: lag, delay, refused subscriptions; empty when they are off.</summary>
    public IReadOnlyList<Alarm> Alarms { get; }

    /// <inheritdoc />
    public string DashboardTitle => $"Consumer {Node.Id}";

    /// <summary>
    /// Lets a principal read through this consumer: the calls on its own ARN, those on the stream that go with them, and decrypting.
    /// </summary>
    /// <param name="grantee">The principal.</param>
    /// <returns>The grant.</returns>
    public Grant GrantRead(IGrantable grantee) => StreamAccess.GrantConsumerRead(this, grantee);

    private string NameOf(IReadOnlyDictionary<string, string> tags)
    {
        if (!ConstructDefaults.Current.FanOutNamedByTags || tags.Count == 0)
            return ContentName.OfPath(this, KinesisLimits.MaxConsumerNameLength);
        var content = tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={Stack.Of(this).Resolve(tag.Value)}");
        return ContentName.Of(this, KinesisLimits.MaxConsumerNameLength, string.Join('\n', content));
    }

    /// <summary>A consumer that is registered elsewhere, also one of another account.</summary>
    /// <param name="scope">Where it is used.</param>
    /// <param name="id">Its id there.</param>
    /// <param name="consumerArn"><c>arn:aws:kinesis:REGION:ACCOUNT:stream/NAME/consumer/NAME:TIME</c>.</param>
    /// <param name="stream">
    /// Its stream, for what is known of it beside its ARN, such as its key. The default is the one that the consumer's ARN names.
    /// </param>
    /// <returns>The consumer.</returns>
    /// <exception cref="InvalidPropsException">It is no consumer's ARN.</exception>
    public static IFanOutConsumer FromConsumerArn(Construct scope, string id, string consumerArn, IDataStream? stream = null)
    {
        new PropsCheck($"FanOutConsumer '{id}' cannot be taken over").Require(
            StreamArns.IsConsumer(consumerArn), nameof(consumerArn), $"'{consumerArn}'",
            "arn:aws:kinesis:REGION:ACCOUNT:stream/NAME/consumer/NAME:TIME").ThrowIfAny();
        return new ImportedFanOutConsumer(scope, id, consumerArn, stream);
    }

    /// <summary>
    /// Lets another account read through this consumer, and find the shards of the stream: a statement in the resource policies of both.
    /// </summary>
    /// <param name="accountId">The account, which grants the same to its own principals.</param>
    /// <exception cref="InvalidPropsException">
    /// It is no account, or the stream is encrypted with the AWS-managed key, which no other account can use.
    /// </exception>
    public void ShareRead(string accountId)
    {
        var check = new PropsCheck($"FanOutConsumer '{Node.Id}' cannot be shared");
        check.Require(Stream is DataStream, "The stream", "not made here",
            "a DataStream, since the resource policy of any other is its own stack's to write").ThrowIfAny();
        ((DataStream)Stream).ShareRead(accountId);
        AddToResourcePolicy(new PolicyStatement(new PolicyStatementProps
        {
            Principals = [new AccountPrincipal(accountId)],
            Actions = StreamAccess.ConsumerReading,
        }));
    }

    /// <summary>Adds a statement to the consumer's resource policy.</summary>
    /// <param name="statement">The statement. Its resource is the consumer where it names none.</param>
    public void AddToResourcePolicy(PolicyStatement statement)
    {
        if (!statement.HasResource)
            statement.AddResources(ConsumerArn);
        resourcePolicy ??= ResourcePolicies.Make(this, ConsumerArn, Resource);
        resourcePolicy.AddStatements(statement);
    }

    /// <summary>A metric of the consumer.</summary>
    /// <param name="name">Its name in the namespace AWS/Kinesis, such as <c>SubscribeToShardEvent.Bytes</c>.</param>
    /// <param name="options">Period, statistic and the like; the default is the average over five minutes.</param>
    /// <returns>The metric, with the stream's and the consumer's names as its dimensions.</returns>
    public Metric Metric(string name, IMetricOptions? options = null) => StreamAccess.ConsumerMetric(this, name, options);

    /// <summary>How far the reader is behind the tip of the stream, in milliseconds.</summary>
    /// <param name="options">Period, statistic and the like; the default is the maximum over five minutes.</param>
    /// <returns>The metric.</returns>
    public Metric MetricLag(IMetricOptions? options = null) => Metric("SubscribeToShardEvent.MillisBehindLatest",
        options ?? new MetricOptions { Statistic = "Maximum" });

    /// <inheritdoc />
    public IReadOnlyList<IWidget> DashboardWidgets() =>
    [
        Graph.Of("Lag", "ms", [MetricLag(Graph.Drawn("behind the tip", "Maximum"))], Graph.AgeLines(Stream.Retention, maxDelay)),
        Graph.Of("Read", "MiB/s", Graph.PerSecond("read", Metric("SubscribeToShardEvent.Bytes", Graph.Drawn("read", "Sum")),
            KinesisLimits.ShardBytesPerSecond)),
        Graph.Of("Subscriptions refused", "calls", Metric("SubscribeToShard.RateExceeded", Graph.Drawn("rate exceeded", "Sum"))),
    ];

    private IReadOnlyList<Alarm> MakeAlarms(AlarmSettings settings)
    {
        var alarms = new AlarmSet(this, settings);
        var minute = Duration.Minutes(1);
        var lag = MetricLag(new MetricOptions { Period = minute, Statistic = "Maximum" });
        // A reader that stops altogether sends no datapoint, so a missing one must not end the alarm that came before it.
        if (Stream.Retention is { } retention)
            alarms.Add(
                "LagAlarm",
                $"The consumer is {DurationUnit.Hours.Text(retention / 2)} behind its stream, and at {DurationUnit.Hours.Text(retention)} "
                + "records are lost. Look for a reader that stopped or fails: its log says why.",
                lag,
                new AlarmThreshold(retention.TotalMilliseconds / 2, Datapoints: 5, Periods: 5, TreatMissingData.IGNORE));
        alarms.Add(
            "DelayAlarm",
            $"The consumer is {DurationUnit.Seconds.Text(maxDelay)} behind its stream, more than MaxDelay allows. Look whether the reader fails, or "
            + "is slower than what is written.",
            lag,
            new AlarmThreshold(maxDelay.TotalMilliseconds, Datapoints: 5, Periods: 5, TreatMissingData.IGNORE));
        // A consumer subscribes again every five minutes, five calls a second and shard at most: now and then one is refused and made again.
        alarms.Add(
            "RateExceededAlarm",
            "Subscriptions were refused in three of the last five minutes: more than one reader uses this consumer, or one "
            + "restarts in a loop. Give each its own.",
            Metric("SubscribeToShard.RateExceeded", new MetricOptions { Period = minute, Statistic = "Sum" }),
            new AlarmThreshold(1, Datapoints: 3, Periods: 5, TreatMissingData.NOT_BREACHING));
        return alarms.Alarms;
    }
}
