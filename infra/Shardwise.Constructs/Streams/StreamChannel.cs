using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Logs;
using Constructs;
using Shardwise.Constructs.Access;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Tagging;
using Shardwise.Constructs.Validation;
using LogGroupProps = Amazon.CDK.AWS.Logs.LogGroupProps;

namespace Shardwise.Constructs.Streams;

/// <summary>
/// Delivers an on-demand stream to a bucket or an Iceberg table by Kinesis itself, without a delivery stream between
/// (<c>AWS::Kinesis::Channel</c>).
/// </summary>
/// <remarks>
/// It delivers what is written after it is active. A stream that has a channel cannot be deleted: delete the channel before, which CloudFormation
/// does where both are in its templates. Sources: "Data delivery concepts" and "Delivery quotas and limits" in the Kinesis Data Streams developer
/// guide.
/// </remarks>
public sealed class StreamChannel : Construct, IDashboardPart
{
    private const int MaxNameLength = 128;

    private const string LogStream = "DestinationDelivery";

    private readonly ChannelMetrics metrics;
    private readonly TimeSpan lateAfter;

    /// <summary>Makes the channel, its role and its log.</summary>
    /// <param name="scope">Where it belongs.</param>
    /// <param name="id">Its id there.</param>
    /// <param name="props">What it is made of.</param>
    /// <exception cref="InvalidPropsException">
    /// A property is out of its range, or the stream is none that a channel can read. The message names all of it.
    /// </exception>
    public StreamChannel(Construct scope, string id, StreamChannelProps props)
        : base(scope, props.Validate(id))
    {
        Stream = props.Stream;
        StackReferences.Note(this, Stream.Stream);
        metrics = props.Destination.Metrics;
        lateAfter = ChannelAlarms.LateAfter(props);
        LogGroup = new LogGroup(this, "Logs", new LogGroupProps { Retention = props.LogRetention, RemovalPolicy = RemovalPolicy.DESTROY });
        var role = new ChannelRole(this);
        Role = role.Role;
        role.AllowKey(props.Stream.EncryptionKey!);
        AllowSchema(role, props);
        // The log is there already; the guide asks for this all the same, and Kinesis tries the role.
        role.Allow([LogGroup.LogGroupArn], "logs:CreateLogGroup");
        role.Allow([$"{LogGroup.LogGroupArn}:log-stream:{LogStream}"], "logs:CreateLogStream", "logs:PutLogEvents");
        var destination = props.Destination.Render(role, props.EncryptionKey);
        var properties = Render(props, destination);
        ChannelName = (string)properties["ChannelName"];
        // The two that an update changes in place.
        destination["DataFreshnessInSeconds"] = props.Freshness.TotalSeconds;
        properties["LoggingConfiguration"] = Logging();
        Resource = new CfnResource(this, "Resource", new CfnResourceProps { Type = "AWS::Kinesis::Channel", Properties = properties });
        // Kinesis tries the role when the channel is created.
        Resource.Node.AddDependency(role.Policy);
        Alarms = new ChannelAlarms(this, props).Make();
        // Of what is beside the channel, which this CDK does not know.
        ConstructTag.Add(this, nameof(StreamChannel));
    }

    /// <summary>The stream that it delivers.</summary>
    public IDataStream Stream { get; }

    /// <summary>The CloudFormation resource underneath.</summary>
    public CfnResource Resource { get; }

    /// <summary>The role that Kinesis takes.</summary>
    public Role Role { get; }

    /// <summary>The log of failed deliveries.</summary>
    public LogGroup LogGroup { get; }

    /// <summary>Its name.</summary>
    public string ChannelName { get; }

    /// <summary>Its ARN, known when it is deployed: <c>arn:aws:kinesis:REGION:ACCOUNT:channel/ID</c>.</summary>
    public string ChannelArn => Resource.GetAtt("ChannelARN").ToString();

    /// <summary>Its id, which ends its ARN and has nothing of its name; known when it is deployed.</summary>
    public string ChannelId => Resource.GetAtt("ChannelId").ToString();

    /// <summary>The alarms that were made: failures, freshness, deliveries that stopped, dead letters; empty when they are off.</summary>
    public IReadOnlyList<Alarm> Alarms { get; }

    /// <inheritdoc />
    public string DashboardTitle => $"Channel {Node.Id}";

    /// <summary>A metric of the channel.</summary>
    /// <param name="name">
    /// Its name in the namespace AWS/Kinesis, such as <c>DeliveryToS3.BytesOut</c> for a bucket and <c>DeliveryToIceberg.BytesOut</c> for a table.
    /// </param>
    /// <param name="options">Period, statistic and the like; the default is the average over five minutes.</param>
    /// <returns>The metric, with the names of channel and stream and the channel's id as its dimensions: by fewer of them there is none.</returns>
    /// <remarks>Source: "Monitoring data delivery" in the Kinesis Data Streams developer guide.</remarks>
    public Metric Metric(string name, IMetricOptions? options = null) => ServiceMetric.Of(
        "AWS/Kinesis", name, options, ("ChannelName", ChannelName), ("ChannelId", ChannelId), ("StreamName", Stream.StreamName));

    /// <inheritdoc />
    public IReadOnlyList<IWidget> DashboardWidgets() =>
    [
        Graph.Of("Delivered", $"{metrics.Things.ToLowerInvariant()}s", Metric(metrics.Delivered, Graph.Drawn("delivered", "Sum"))),
        Graph.Of("Freshness", "s", [Metric(metrics.Freshness, Graph.Drawn("oldest record", "Maximum"))],
            [Graph.Line(lateAfter.TotalSeconds, "late")]),
        Graph.Of("Failed", $"{metrics.Things.ToLowerInvariant()}s", Metric(metrics.Failed, Graph.Drawn("failed", "Sum")),
            Metric(metrics.DeadLetters, Graph.Drawn("dead letters", "Sum"))),
    ];

    // The registry and the schema: records that name their schemas themselves may name any of the account.
    private void AllowSchema(ChannelRole role, StreamChannelProps props)
    {
        string Glue(string resource, string name) =>
            Stack.Of(this).FormatArn(new ArnComponents { Service = "glue", Resource = resource, ResourceName = name });

        if (props.SchemaArn is { } schema)
            role.Allow([schema, Glue("registry", Fn.Select(1, Fn.Split("/", schema)))], "glue:GetSchemaVersion");
        else if (props.Format == ChannelFormat.GlueJson)
            role.Allow([Glue("registry", "*"), Glue("schema", "*")], "glue:GetSchemaVersion");
    }

    // What is here replaces the channel when it changes, the tags apart.
    private Dictionary<string, object> Render(StreamChannelProps props, Dictionary<string, object> destination)
    {
        var records = new Dictionary<string, object> { ["RecordFormatType"] = FormatName(props.Format) };
        if (props.SchemaArn is { } schema)
            records["GSRSchemaARN"] = schema;
        var replacing = new Dictionary<string, object>
        {
            ["ServiceExecutionRoleARN"] = Role.RoleArn,
            ["StreamConfigurationList"] = new object[]
            {
                new Dictionary<string, object> { ["StreamARN"] = props.Stream.StreamArn, ["RecordConfiguration"] = records },
            },
        };
        if (props.EncryptionKey is { } key)
            replacing["EncryptionConfiguration"] = new Dictionary<string, object> { ["EncryptionType"] = "KMS", ["KeyId"] = key.KeyArn };
        replacing[props.Destination.Property] = destination;
        return new Dictionary<string, object>(replacing.Prepend(new("ChannelName", props.ChannelName ?? DefaultName(replacing))))
        {
            ["Tags"] = new object[] { new Dictionary<string, object> { ["Key"] = ConstructTag.Key, ["Value"] = nameof(StreamChannel) } },
        };
    }

    private Dictionary<string, object> Logging() => new()
    {
        ["CloudWatchLogs"] = new Dictionary<string, object>
        {
            ["Enabled"] = true,
            ["LogGroupName"] = LogGroup.LogGroupName,
            ["LogStreamName"] = LogStream,
        },
    };

    private string DefaultName(Dictionary<string, object> replacing) => ConstructDefaults.Current.ChannelNamedByContent
        ? ContentName.Of(this, MaxNameLength, PolicyText.Flat(Stack.Of(this).Resolve(replacing))!.ToJsonString())
        : ContentName.OfPath(this, MaxNameLength);

    private static string FormatName(ChannelFormat format) => format switch
    {
        ChannelFormat.GlueJson => "GSR_JSON",
        ChannelFormat.Text => "STRING",
        ChannelFormat.Bytes => "BYTE_ARRAY",
        _ => "JSON",
    };
}
