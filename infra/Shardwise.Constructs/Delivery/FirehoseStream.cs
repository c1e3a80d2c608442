using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KinesisFirehose;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.Logs;
using Amazon.CDK.AWS.S3;
using Constructs;
using Shardwise.Constructs.Access;
using Shardwise.Constructs.Compatibility;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Tagging;
using Shardwise.Constructs.Validation;
using LogGroupProps = Amazon.CDK.AWS.Logs.LogGroupProps;

namespace Shardwise.Constructs.Delivery;

/// <summary>
/// A delivery stream that is checked before it is made, may do what its parts need and no more, logs what fails, and says when it is in trouble.
/// </summary>
public sealed partial class FirehoseStream : Construct, IFirehoseStream, IGrantable, IDashboardPart
{
    private readonly DeliverySource source;

    /// <summary>Makes the delivery stream, its role, its log and its alarms.</summary>
    /// <param name="scope">Where it belongs.</param>
    /// <param name="id">Its id there.</param>
    /// <param name="props">What it is made of.</param>
    /// <exception cref="InvalidPropsException">A property is out of its range, or two exclude each other. The message names all of them.</exception>
    public FirehoseStream(Construct scope, string id, FirehoseStreamProps props)
        : base(scope, props.Validate(id))
    {
        source = props.Source;
        destination = props.Destination;
        LogGroup = new LogGroup(this, "Logs", new LogGroupProps { Retention = props.LogRetention, RemovalPolicy = RemovalPolicy.DESTROY });
        Role = new Role(this, "Role", new RoleProps { AssumedBy = new ServicePrincipal("firehose.amazonaws.com") });
        var binding = new DeliveryBinding(this, Role, LogGroup);
        var rendered = new CfnDeliveryStreamProps { DeliveryStreamType = source.Type }
            .With(nameof(CfnDeliveryStreamProps.DeliveryStreamName), props.StreamName);
        source.Bind(binding, rendered);
        props.Destination.Bind(binding, rendered);
        // "Grant Firehose access to replicate database changes to Apache Iceberg Tables" in the developer guide asks for it beside what other sources
        // need.
        if (source is DatabaseSource && props.Destination is IcebergDestination { Warehouse: { } warehouse })
            binding.Allow([$"{warehouse.BucketArn}/*"], "s3:DeleteObject");
        Resource = new CfnDeliveryStream(this, "Resource", rendered);
        foreach (var (path, value) in binding.Newer)
            Resource.AddPropertyOverride(path, value);
        StreamName = Resource.Ref;
        // Firehose tries the role when the stream is created: without its policy the creation fails now and then.
        Resource.Node.AddDependency(binding.MakePolicy("Delivery"));
        MadeBuckets = binding.MadeBuckets;
        if (source is not DirectPutSource)
            NagRule.Suppress(
                Resource, "AwsSolutions-KDF1",
                "The source holds the records, encrypted there; the service takes no encryption of its own for this kind of source.");
        ConstructTag.Add(this, nameof(FirehoseStream));
        foreach (var (tag, value) in props.Tags)
            Amazon.CDK.Tags.Of(this).Add(tag, value);
        Alarms = new DeliveryAlarms(this, props).Make();
    }

    /// <summary>The delivery stream underneath.</summary>
    public CfnDeliveryStream Resource { get; }

    /// <summary>The role that Firehose takes.</summary>
    public Role Role { get; }

    /// <summary>The log of failed deliveries.</summary>
    public LogGroup LogGroup { get; }

    /// <summary>The buckets that were made since none were given: for staging and for the backup.</summary>
    public IReadOnlyList<Bucket> MadeBuckets { get; }

    /// <summary>The alarms that were made; empty when they are off.</summary>
    public IReadOnlyList<Alarm> Alarms { get; }

    /// <inheritdoc />
    public string StreamName { get; }

    /// <inheritdoc />
    public string StreamArn => Resource.AttrArn;

    /// <summary>The role, which is what is granted to when something is granted to the delivery stream.</summary>
    public IPrincipal GrantPrincipal => Role;

    /// <summary>A delivery stream of this account and region that is made elsewhere.</summary>
    /// <param name="scope">A construct of the stack that uses it.</param>
    /// <param name="streamName">Its name.</param>
    /// <returns>The delivery stream, as far as it is known.</returns>
    public static IFirehoseStream FromName(Construct scope, string streamName) => Named(scope, streamName, null);

    /// <summary>A delivery stream of this account and region that is made elsewhere and encrypts with a key of yours.</summary>
    /// <param name="scope">A construct of the stack that uses it.</param>
    /// <param name="streamName">Its name.</param>
    /// <param name="encryptionKey">The key, which whoever puts records must be able to use.</param>
    /// <returns>The delivery stream, as far as it is known.</returns>
    public static IFirehoseStream FromName(Construct scope, string streamName, IKey encryptionKey) => Named(scope, streamName, encryptionKey);

    /// <summary>A delivery stream that is made elsewhere.</summary>
    /// <param name="streamArn">Its ARN, <c>arn:aws:firehose:REGION:ACCOUNT:deliverystream/NAME</c>.</param>
    /// <returns>The delivery stream, as far as it is known.</returns>
    /// <exception cref="InvalidPropsException">It is no ARN of a delivery stream.</exception>
    public static IFirehoseStream FromArn(string streamArn) => At(streamArn, null);

    /// <summary>A delivery stream that is made elsewhere and encrypts with a key of yours.</summary>
    /// <param name="streamArn">Its ARN, <c>arn:aws:firehose:REGION:ACCOUNT:deliverystream/NAME</c>.</param>
    /// <param name="encryptionKey">The key, which whoever puts records must be able to use.</param>
    /// <returns>The delivery stream, as far as it is known.</returns>
    /// <exception cref="InvalidPropsException">It is no ARN of a delivery stream.</exception>
    public static IFirehoseStream FromArn(string streamArn, IKey encryptionKey) => At(streamArn, encryptionKey);

    /// <inheritdoc />
    /// <exception cref="InvalidPropsException">
    /// The source is not <see cref="DirectPutSource"/>, and the service refuses puts then; or the principal is of another account, or takes no
    /// policy, and would be granted nothing.
    /// </exception>
    public Grant GrantPut(IGrantable grantee)
    {
        RequireDirectPut("be granted puts");
        return Puts().To(grantee);
    }

    /// <summary>Delivers the log events of a log group.</summary>
    /// <param name="id">The subscription's id in this construct.</param>
    /// <param name="logGroup">The log group, which may have two subscriptions in all.</param>
    /// <param name="pattern">Which events; the default is all.</param>
    /// <returns>The subscription.</returns>
    /// <exception cref="InvalidPropsException">The source is not <see cref="DirectPutSource"/>: the service refuses puts then.</exception>
    public CfnSubscriptionFilter SubscribeLogs(string id, ILogGroup logGroup, IFilterPattern? pattern = null)
    {
        RequireDirectPut("subscribe to logs");
        var role = new Role(this, $"{id}Role", new RoleProps { AssumedBy = new ServicePrincipal("logs.amazonaws.com") });
        var filter = new CfnSubscriptionFilter(this, id, new CfnSubscriptionFilterProps
        {
            FilterPattern = pattern?.LogPatternString ?? "",
        }
        .With(nameof(CfnSubscriptionFilterProps.LogGroupName), logGroup.LogGroupName)
        .With(nameof(CfnSubscriptionFilterProps.DestinationArn), StreamArn)
        .With(nameof(CfnSubscriptionFilterProps.RoleArn), role.RoleArn));
        // CloudWatch Logs sends a test event when the filter is created.
        Puts().To(role).ApplyBefore(filter);
        return filter;
    }

    /// <summary>Delivers the events of a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="message">What is delivered of an event; the default is all of it.</param>
    /// <exception cref="InvalidPropsException">The source is not <see cref="DirectPutSource"/>: the service refuses puts then.</exception>
    public void SubscribeEvents(Rule rule, RuleTargetInput? message = null)
    {
        RequireDirectPut("subscribe to events");
        new FirehoseEventTarget(this, message).AddTo(rule);
    }

    private DeliveryPuts Puts() =>
        new(PrincipalGrant.On(this, "Firehose"), StreamArn, Stack.Of(this).Region, (source as DirectPutSource)?.EncryptionKey);

    private static ImportedFirehoseStream Named(Construct scope, string streamName, IKey? key)
    {
        var stack = Stack.Of(scope);
        var arn = stack.FormatArn(new ArnComponents { Service = "firehose", Resource = "deliverystream", ResourceName = streamName });
        return Imported(streamName, arn, stack.Region, stack.Account, key);
    }

    private static ImportedFirehoseStream At(string streamArn, IKey? key)
    {
        var parts = streamArn.Split(':');
        if (parts is ["arn", _, "firehose", var region, var account, var resource] && resource.Split('/') is ["deliverystream", { Length: > 0 } name])
            return Imported(name, streamArn, region, account, key);
        if (!PropsCheck.IsToken(streamArn))
            throw new InvalidPropsException(
                $"The delivery stream's ARN is '{streamArn}'; allowed: arn:PARTITION:firehose:REGION:ACCOUNT:deliverystream/NAME.");
        string Part(int n) => Fn.Select(n, Fn.Split(":", streamArn));
        return Imported(Fn.Select(1, Fn.Split("/", streamArn)), streamArn, Part(3), Part(4), key);
    }

    private static ImportedFirehoseStream Imported(string name, string arn, string region, string account, IKey? key) =>
        new(name, new DeliveryPuts(new PrincipalGrant($"Delivery stream '{name}'", "Firehose", account), arn, region, key));

    private void RequireDirectPut(string what)
    {
        if (source is not DirectPutSource)
            throw new InvalidPropsException(
                $"FirehoseStream '{Node.Id}' cannot {what}: Source is {source.GetType().Name}; allowed: DirectPutSource.");
    }
}
