using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Kinesis;
using Amazon.CDK.AWS.KMS;
using Constructs;
using Shardwise.Constructs.Compatibility;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Tagging;
using Shardwise.Constructs.Validation;
using KinesisStream = Amazon.CDK.AWS.Kinesis.Stream;

namespace Shardwise.Constructs.Streams;

/// <summary>A stream that is there already: nothing is made but the alarms that are asked for.</summary>
internal sealed class ImportedDataStream : Construct, IDataStream, IScaledStream
{
    private readonly IReadOnlyList<Alarm> alarms;
    private StreamScaling scaling = StreamScaling.None;

    public ImportedDataStream(Construct scope, string id, DataStreamAttributes attributes)
        : base(scope, attributes.Validate(id))
    {
        Stream = attributes.Stream ?? KinesisStream.FromStreamAttributes(this, "Stream", new StreamAttributes
        {
            StreamArn = attributes.StreamArn ?? Stack.Of(this).FormatArn(new ArnComponents
            {
                Service = "kinesis",
                Resource = "stream",
                ResourceName = attributes.StreamName,
            }),
            EncryptionKey = attributes.EncryptionKey,
        });
        StreamName = attributes.StreamName ?? Stream.StreamName;
        StreamArn = attributes.StreamArn ?? Stream.StreamArn;
        EncryptionKey = attributes.EncryptionKey ?? Stream.EncryptionKey;
        var made = attributes.Stream?.Node.DefaultChild as CfnStream;
        Mode = attributes.Mode ?? ModeOf(made);
        Retention = attributes.Retention ?? RetentionOf(made);
        MaxDelay = attributes.MaxDelay;
        alarms = attributes.Alarms is { } settings ? StreamAlarms.Make(this, Checked(id), settings) : [];
        ConstructTag.Add(this, nameof(DataStream));
    }

    public IStream Stream { get; }

    public string StreamName { get; }

    public string StreamArn { get; }

    public IKey? EncryptionKey { get; }

    public StreamMode? Mode { get; }

    public TimeSpan? Retention { get; }

    public TimeSpan MaxDelay { get; }

    public IReadOnlyList<Alarm> Alarms => [.. alarms, .. scaling.Alarms];

    public string DashboardTitle => $"Stream {Node.Id}";

    /// <summary>What the CDK made says of its mode.</summary>
    public static StreamMode? ModeOf(CfnStream? made) =>
        made?.StreamModeDetails is { } details && Stack.Of(made).Resolve(details) is IDictionary<string, object> mode
            && mode.TryGetValue("streamMode", out var name)
                ? name switch
                {
                    nameof(StreamMode.ON_DEMAND) => StreamMode.ON_DEMAND,
                    nameof(StreamMode.PROVISIONED) => StreamMode.PROVISIONED,
                    _ => null,
                }
                : null;

    public Grant GrantRead(IGrantable grantee) => StreamAccess.GrantRead(this, grantee);

    public Grant GrantWrite(IGrantable grantee) => StreamAccess.GrantWrite(this, grantee);

    public Grant GrantReadWrite(IGrantable grantee) => StreamAccess.GrantReadWrite(this, grantee);

    public Grant Grant(IGrantable grantee, params string[] actions) => StreamAccess.GrantActions(this, grantee, actions);

    public Grant GrantKplWrite(IGrantable grantee) => StreamAccess.GrantKplWrite(this, grantee);

    public Grant GrantEnhancedFanOut(IGrantable grantee, string? consumerName = null) =>
        StreamAccess.GrantEnhancedFanOut(this, grantee, consumerName);

    public Grant GrantKclConsumer(IGrantable grantee, string applicationName, bool enhancedFanOut = true) =>
        StreamAccess.GrantKclConsumer(this, grantee, applicationName, enhancedFanOut);

    public Metric Metric(string name, IMetricOptions? options = null) => Stream.Metric(name, options);

    public Metric MetricIncomingBytes(IMetricOptions? options = null) => Stream.MetricIncomingBytes(options);

    public Metric MetricIncomingRecords(IMetricOptions? options = null) => Stream.MetricIncomingRecords(options);

    public Metric MetricIteratorAge(IMetricOptions? options = null) => Stream.MetricGetRecordsIteratorAgeMilliseconds(options);

    public Metric MetricWriteThrottles(IMetricOptions? options = null) => Stream.MetricWriteProvisionedThroughputExceeded(options);

    public Metric MetricReadThrottles(IMetricOptions? options = null) => Stream.MetricReadProvisionedThroughputExceeded(options);

    public Metric MetricPutFailures(IMetricOptions? options = null) => Stream.MetricPutRecordsFailedRecords(options);

    public IReadOnlyList<IWidget> DashboardWidgets() => [.. StreamGraphs.Of(this, [], []), .. scaling.Widgets()];

    public long Order { get; } = StackReferences.NextOrder();

    public void Scaled(StreamScaling scaling) => this.scaling = scaling;

    private static TimeSpan? RetentionOf(CfnStream? made) =>
        made?.RetentionPeriodHours is { } hours && !PropsCheck.IsToken(hours) ? TimeSpan.FromHours(hours) : null;

    // CloudWatch watches metrics of its own region only.
    private ImportedDataStream Checked(string id)
    {
        var (own, streams) = (Stack.Of(this).Region, Stream.Region());
        new PropsCheck($"DataStream '{id}' cannot be taken over").Require(
            PropsCheck.IsToken(own) || PropsCheck.IsToken(streams) || own == streams, nameof(Alarms), $"given for a stream of {streams}",
            $"nothing in a stack of {own}, since CloudWatch watches metrics of its own region only").ThrowIfAny();
        return this;
    }
}
