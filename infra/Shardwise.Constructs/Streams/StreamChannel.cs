using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Logs;
using Constructs;
using Shardwise.Constructs.Access;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Validation;
using LogGroupProps = Amazon.CDK.AWS.Logs.LogGroupProps;

namespace Shardwise.Constructs.Streams;

/// <summary>
/// Delivers an on-demand stream to a bucket or an Iceberg table by Kinesis itself, without a delivery stream between
/// (<c>AWS::Kinesis::Channel</c>).
/// </summary>
public sealed class StreamChannel : Construct
{
    private const int MaxNameLength = 128;

    private const string LogStream = "DestinationDelivery";

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
        LogGroup = new LogGroup(this, "Logs", new LogGroupProps { Retention = props.LogRetention, RemovalPolicy = RemovalPolicy.DESTROY });
        var role = new ChannelRole(this);
        Role = role.Role;
        role.AllowKey(props.Stream.EncryptionKey!);
        AllowSchema(role, props);
        role.Allow([$"{LogGroup.LogGroupArn}:log-stream:{LogStream}"], "logs:CreateLogStream", "logs:PutLogEvents");
        var destination = props.Destination.Render(role, Stack.Of(this).Account, props.EncryptionKey);
        destination["DataFreshnessInSeconds"] = props.Freshness.TotalSeconds;
        Resource = new CfnResource(this, "Resource", new CfnResourceProps
        {
            Type = "AWS::Kinesis::Channel",
            Properties = Render(props, destination),
        });
        // Kinesis tries the role when the channel is created.
        Resource.Node.AddDependency(role.Policy);
    }

    /// <summary>The CloudFormation resource underneath.</summary>
    public CfnResource Resource { get; }

    /// <summary>The role that Kinesis takes.</summary>
    public Role Role { get; }

    /// <summary>The log of failed deliveries.</summary>
    public LogGroup LogGroup { get; }

    /// <summary>Its ARN, known when it is deployed.</summary>
    public string ChannelArn => Resource.GetAtt("ChannelARN").ToString();

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
        return new Dictionary<string, object>(replacing.Prepend(new("ChannelName", props.ChannelName ?? DefaultName(replacing))))
        {
            [props.Destination.Property] = destination,
            ["LoggingConfiguration"] = new Dictionary<string, object>
            {
                ["CloudWatchLogs"] = new Dictionary<string, object>
                {
                    ["Enabled"] = true,
                    ["LogGroupName"] = LogGroup.LogGroupName,
                    ["LogStreamName"] = LogStream,
                },
            },
            ["Tags"] = new object[] { new Dictionary<string, object> { ["Key"] = "shardwise:construct", ["Value"] = nameof(StreamChannel) } },
        };
    }

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
