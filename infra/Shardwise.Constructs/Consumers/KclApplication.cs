using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.DynamoDB;
using Amazon.CDK.AWS.IAM;
using Constructs;
using Shardwise.Constructs.Access;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Tagging;
using Shardwise.Constructs.Validation;
using Attribute = Amazon.CDK.AWS.DynamoDB.Attribute;

namespace Shardwise.Constructs.Consumers;

/// <summary>What an application that uses the Kinesis Client Library 3 needs around it: its three tables, its permissions and its graphs.</summary>
/// <remarks>
/// The library makes its tables itself where it finds none, unencrypted by choice, untagged and never removed; made here they are the
/// stack's, and the application needs no right to make tables.
/// </remarks>
public sealed class KclApplication : Construct, IDashboardPart
{
    private const string IndexName = "LeaseOwnerToLeaseKeyIndex";

    private readonly KclApplicationProps props;

    /// <summary>Makes the tables and the alarms.</summary>
    /// <param name="scope">Where it belongs.</param>
    /// <param name="id">Its id there.</param>
    /// <param name="props">What it is made of.</param>
    /// <exception cref="InvalidPropsException">A property is out of its range. The message names all of them.</exception>
    public KclApplication(Construct scope, string id, KclApplicationProps props)
        : base(scope, props.Validate(id))
    {
        this.props = props;
        StackReferences.Note(this, props.Stream.Stream);
        LeaseTable = MakeTable("Leases", props.ApplicationName, "leaseKey");
        LeaseTable.AddGlobalSecondaryIndex(new GlobalSecondaryIndexProps
        {
            IndexName = IndexName,
            PartitionKey = Key("leaseOwner"),
            SortKey = Key("leaseKey"),
            ProjectionType = ProjectionType.KEYS_ONLY,
        });
        WorkerMetricsTable = MakeTable("WorkerMetrics", props.ApplicationName + KclTables.WorkerMetricsSuffix, "wid");
        CoordinatorStateTable = MakeTable("CoordinatorState", props.ApplicationName + KclTables.CoordinatorStateSuffix, "key");
        ConstructTag.Add(this, nameof(KclApplication));
        Alarms = MakeAlarms();
    }

    /// <summary>Which worker reads which shard, and how far it came.</summary>
    public Table LeaseTable { get; }

    /// <summary>How busy each worker is, by which leases are balanced.</summary>
    public Table WorkerMetricsTable { get; }

    /// <summary>What the workers agree on.</summary>
    public Table CoordinatorStateTable { get; }

    /// <summary>The alarms that were made; empty when they are off.</summary>
    public IReadOnlyList<Alarm> Alarms { get; }

    /// <inheritdoc />
    public string DashboardTitle => $"KCL application {Node.Id}";

    /// <summary>Lets a principal run the application: read the stream, use the three tables and the index, send the library's metrics.</summary>
    /// <param name="grantee">What its workers run as, such as a task's role.</param>
    /// <returns>The grant.</returns>
    /// <exception cref="InvalidPropsException">
    /// The principal is of another account than the tables, or its policies are not written in this app.
    /// </exception>
    public Grant GrantRun(IGrantable grantee)
    {
        PrincipalGrant.On(this, "DynamoDB as the library uses it").Require(grantee);
        return Reading(grantee)
            .Combine(StreamAccess.GrantOn(grantee, LeaseTable.TableArn, KclTables.Use))
            .Combine(StreamAccess.GrantOn(grantee, $"{LeaseTable.TableArn}/index/{IndexName}", "dynamodb:Query"))
            .Combine(StreamAccess.GrantOn(grantee, WorkerMetricsTable.TableArn, KclTables.Use))
            .Combine(StreamAccess.GrantOn(grantee, CoordinatorStateTable.TableArn, KclTables.Use));
    }

    /// <inheritdoc />
    public IReadOnlyList<IWidget> DashboardWidgets() =>
    [
        Graph.Of("Behind the stream, by shard", "ms", Search("MillisBehindLatest", "Maximum")),
        Graph.Of("Processed, by shard", "records", Search("RecordsProcessed", "Sum")),
        Graph.Of(
            "Lease table", "throttled requests",
            Throttles("WriteThrottleEvents", "writes"), Throttles("ReadThrottleEvents", "reads")),
    ];

    private Grant Reading(IGrantable grantee)
    {
        var grant = StreamAccess.GrantKclReading(
            props.Stream, grantee, props.ApplicationName, props.EnhancedFanOut && props.FanOutConsumer is null);
        return props.FanOutConsumer is { } consumer ? grant.Combine(consumer.GrantRead(grantee)) : grant;
    }

    private static Attribute Key(string name) => new() { Name = name, Type = AttributeType.STRING };

    private Table MakeTable(string id, string name, string key)
    {
        var table = new Table(this, id, new TableProps
        {
            TableName = name,
            PartitionKey = Key(key),
            BillingMode = BillingMode.PAY_PER_REQUEST,
            Encryption = TableEncryption.AWS_MANAGED,
            RemovalPolicy = props.RemovalPolicy,
        });
        // The table's own property for it is deprecated in newer CDKs, and its successor is not in 2.160.0.
        ((CfnTable)table.Node.DefaultChild!).PointInTimeRecoverySpecification =
            new CfnTable.PointInTimeRecoverySpecificationProperty { PointInTimeRecoveryEnabled = true };
        return table;
    }

    // The library sends a metric a shard, and nobody knows the shards beforehand.
    private MathExpression Search(string metric, string statistic) => new(new MathExpressionProps
    {
        Expression = $"SEARCH('{{\"{props.ApplicationName}\",Operation,ShardId}} MetricName=\"{metric}\" "
            + $"Operation=\"ProcessTask\"', '{statistic}', 60)",
        Label = "",
        Period = Duration.Minutes(1),
    });

    private Metric Throttles(string name, string label) => LeaseTable.Metric(name, Graph.Drawn(label, "Sum"));

    private IReadOnlyList<Alarm> MakeAlarms()
    {
        var alarms = new AlarmSet(this, props.Alarms);
        var delay = props.MaxDelay ?? props.Stream.MaxDelay;
        // The library sends a metric a shard: the furthest behind of them is asked for. A worker that stops sends none, which is no end of it.
        alarms.Add(
            "DelayAlarm",
            $"The application is {DurationUnit.Seconds.Text(delay)} behind its stream, more than MaxDelay allows. Look whether workers fail, "
            + "hold too many leases, or are slower than what is written.",
            MetricQuery.Greatest(
                "MillisBehindLatest", props.ApplicationName, "Operation", "ProcessTask", Duration.Minutes(1), "Milliseconds behind"),
            new AlarmThreshold(delay.TotalMilliseconds, Datapoints: 5, Periods: 5, TreatMissingData.IGNORE));
        void Add(string id, string metric, string what) => alarms.Add(
            id,
            $"{what} of the lease table were throttled in three of the last five minutes: workers lose their leases and read again "
            + "what they have read. "
            + "Look for a fleet that restarts in a loop, or raise the table's throughput.",
            LeaseTable.Metric(metric, new MetricOptions { Period = Duration.Minutes(1), Statistic = "Sum" }),
            new AlarmThreshold(1, Datapoints: 3, Periods: 5, TreatMissingData.NOT_BREACHING));

        Add("LeaseWritesAlarm", "WriteThrottleEvents", "Writes");
        Add("LeaseReadsAlarm", "ReadThrottleEvents", "Reads");
        return alarms.Alarms;
    }
}
