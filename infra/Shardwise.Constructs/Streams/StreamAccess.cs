using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Shardwise.Constructs.Access;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Streams;

/// <summary>What a principal is granted on a stream, whoever made it.</summary>
internal static class StreamAccess
{
    public static readonly string[] Reading =
        ["kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards"];

    public static readonly string[] Writing = ["kinesis:DescribeStreamSummary", "kinesis:ListShards", "kinesis:PutRecord", "kinesis:PutRecords"];

    public static readonly string[] ConsumerReading = ["kinesis:DescribeStreamConsumer", "kinesis:SubscribeToShard"];

    private static readonly string[] Finding = ["kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:ListShards"];

    // What the grants of the CDK allow, which are told to readers and writers of one account.
    private static readonly string[] PlainReading =
        [.. Reading, "kinesis:DescribeStreamConsumer", "kinesis:ListStreams", "kinesis:SubscribeToShard"];

    private static readonly string[] PlainWriting = ["kinesis:ListShards", "kinesis:PutRecord", "kinesis:PutRecords"];

    private static readonly string[] Encrypting = ["kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"];

    public static Grant GrantRead(IDataStream stream, IGrantable grantee) =>
        new StreamSharing(stream, grantee, nameof(IDataStream.GrantRead)).Grant(
            Reading, ["kms:Decrypt"], () => Plain(stream, grantee, PlainReading, ["kms:Decrypt"], "kms:Decrypt"));

    public static Grant GrantWrite(IDataStream stream, IGrantable grantee) =>
        new StreamSharing(stream, grantee, nameof(IDataStream.GrantWrite)).Grant(
            Writing, ["kms:GenerateDataKey"], () => Plain(stream, grantee, PlainWriting, Encrypting, "kms:GenerateDataKey"));

    public static Grant GrantReadWrite(IDataStream stream, IGrantable grantee) =>
        new StreamSharing(stream, grantee, nameof(IDataStream.GrantReadWrite)).Grant(
            [.. Reading.Union(Writing)], ["kms:Decrypt", "kms:GenerateDataKey"], () => Plain(
                stream, grantee, [.. PlainReading.Union(PlainWriting)], ["kms:Decrypt", .. Encrypting], "kms:Decrypt", "kms:GenerateDataKey"));

    public static Grant GrantActions(IDataStream stream, IGrantable grantee, string[] actions) =>
        new StreamSharing(stream, grantee, nameof(IDataStream.Grant)).Grant(actions, [], () => OnStream(stream, grantee, actions));

    public static Grant GrantKplWrite(IDataStream stream, IGrantable grantee)
    {
        RequireKeyed(stream);
        var sharing = new StreamSharing(stream, grantee, nameof(IDataStream.GrantKplWrite));
        sharing.RequireEditable(nameof(DataStream.ShareWrite));
        var metrics = AllowMetrics(grantee, "KinesisProducerLibrary");
        string[] actions = ["kinesis:DescribeStream", .. Writing];
        return sharing.Grant(actions, ["kms:GenerateDataKey"], () =>
        {
            GrantKey(stream.EncryptionKey, grantee, "kms:GenerateDataKey");
            return OnStream(stream, grantee, actions);
        }).Combine(metrics);
    }

    public static Grant GrantEnhancedFanOut(IDataStream stream, IGrantable grantee, string? consumerName)
    {
        if (consumerName is not null)
            FanOutConsumerProps.CheckName(new PropsCheck($"DataStream '{stream.Node.Id}' cannot grant enhanced fan-out"), nameof(consumerName),
                consumerName).ThrowIfAny();
        string[] actions = [.. Finding, "kinesis:RegisterStreamConsumer"];
        return new StreamSharing(stream, grantee, nameof(IDataStream.GrantEnhancedFanOut)).GrantWithin(actions, ["kms:Decrypt"], () =>
        {
            GrantKey(stream.EncryptionKey, grantee, "kms:Decrypt");
            return OnStream(stream, grantee, actions);
        })
            .Combine(GrantOn(grantee, $"{stream.StreamArn}/consumer/{consumerName ?? "*"}:*",
                "kinesis:DeregisterStreamConsumer", "kinesis:DescribeStreamConsumer", "kinesis:SubscribeToShard"));
    }

    public static Grant GrantKclConsumer(IDataStream stream, IGrantable grantee, string applicationName, bool enhancedFanOut)
    {
        KclTables.CheckName(new PropsCheck($"DataStream '{stream.Node.Id}' cannot grant to a KCL application"), nameof(applicationName),
            applicationName).ThrowIfAny();
        var tables = new StreamSharing(stream, grantee, nameof(IDataStream.GrantKclConsumer)).PlaceOfItsOwn;
        var lease = KclTables.Lease(tables, applicationName);
        return GrantKclReading(stream, grantee, applicationName, enhancedFanOut)
            .Combine(GrantOn(grantee, lease, [.. KclTables.Use, "dynamodb:CreateTable", "dynamodb:UpdateTable"]))
            .Combine(GrantOn(grantee, $"{lease}/index/*", "dynamodb:Query"))
            .Combine(GrantOn(grantee, KclTables.WorkerMetrics(tables, applicationName), [.. KclTables.Use, "dynamodb:CreateTable"]))
            .Combine(GrantOn(grantee, KclTables.CoordinatorState(tables, applicationName), [.. KclTables.Use, "dynamodb:CreateTable"]));
    }

    public static Grant GrantKclReading(IDataStream stream, IGrantable grantee, string applicationName, bool enhancedFanOut)
    {
        var sharing = new StreamSharing(stream, grantee, nameof(IDataStream.GrantKclConsumer));
        sharing.RequireEditable(nameof(DataStream.ShareRead));
        if (enhancedFanOut)
            sharing.RequireOwnAccount();
        var grant = sharing.Grant(Reading, ["kms:Decrypt"], () =>
        {
            GrantKey(stream.EncryptionKey, grantee, "kms:Decrypt");
            return OnStream(stream, grantee, Reading);
        }).Combine(AllowMetrics(grantee, applicationName));
        return enhancedFanOut ? grant.Combine(GrantEnhancedFanOut(stream, grantee, applicationName)) : grant;
    }

    public static Grant GrantConsumerRead(IFanOutConsumer consumer, IGrantable grantee)
    {
        var stream = consumer.Stream;
        return new StreamSharing(stream, grantee, nameof(IFanOutConsumer.GrantRead)).Grant(Finding, ["kms:Decrypt"], () =>
        {
            GrantKey(stream.EncryptionKey, grantee, "kms:Decrypt");
            return GrantOn(grantee, consumer.ConsumerArn, ConsumerReading).Combine(OnStream(stream, grantee, Finding));
        }, consumer);
    }

    public static Metric ConsumerMetric(IFanOutConsumer consumer, string name, IMetricOptions? options) =>
        ServiceMetric.Of("AWS/Kinesis", name, options, ("StreamName", consumer.Stream.StreamName), ("ConsumerName", consumer.ConsumerName));

    public static void GrantKey(IKey? key, IGrantable grantee, params string[] actions)
    {
        if (key is not null)
            KeyPolicy.Grant(key, grantee, actions);
    }

    /// <summary>Lets a construct's own role use a key.</summary>
    public static void GrantKeyToOwn(Role role, IKey? key, string action)
    {
        GrantKey(key, role, action);
        if (key is not null && NamedKey.Of(key).Alias is not null)
            NagRule.Suppress(
                role.Node.FindChild("DefaultPolicy"), "AwsSolutions-IAM5", "A key that is known by its alias alone is told by that alias.");
    }

    // A key that is known by its alias alone is granted for what is needed and no more.
    private static Grant Plain(IDataStream stream, IGrantable grantee, string[] actions, string[] keyActions, params string[] aliasActions)
    {
        var grant = OnStream(stream, grantee, actions);
        if (stream.EncryptionKey is { } key)
            KeyPolicy.Grant(key, grantee, NamedKey.Of(key).Alias is null ? keyActions : aliasActions);
        return grant;
    }

    // By the principal's own policy alone. The grants of newer CDKs write a policy of the stream as well where they are not sure of the account, and
    // fail with a principal that is imported without its role: a stream has one such policy, which is written here.
    private static Grant OnStream(IDataStream stream, IGrantable grantee, string[] actions) => GrantOn(grantee, stream.StreamArn, actions);

    public static Grant GrantOn(IGrantable grantee, string resource, params string[] actions) =>
        Grant.AddToPrincipal(new GrantOnPrincipalOptions
        {
            Grantee = grantee,
            Actions = actions,
            ResourceArns = [resource],
        });

    // What the KPL puts together in one record is dropped by the KCL where Kinesis chose the shard.
    private static void RequireKeyed(IDataStream stream) => new PropsCheck($"DataStream '{stream.Node.Id}' cannot be granted to a KPL producer")
        .Require(
            stream is not DataStream { RecordDistributionStrategy: RecordDistribution.Auto }, nameof(DataStream.RecordDistributionStrategy), "Auto",
            "UserPartitionKey, since readers with the KCL drop aggregates of an Auto stream without a word; GrantWrite is for other producers")
        .ThrowIfAny();

    // PutMetricData knows no resource; the namespace is what narrows it.
    public static Grant AllowMetrics(IGrantable grantee, string metricNamespace) =>
        Grant.AddToPrincipal(new GrantOnPrincipalOptions
        {
            Grantee = grantee,
            Actions = ["cloudwatch:PutMetricData"],
            ResourceArns = ["*"],
            Conditions = new Dictionary<string, IDictionary<string, object>>
            {
                ["StringEquals"] = new Dictionary<string, object> { ["cloudwatch:namespace"] = metricNamespace },
            },
        });
}
