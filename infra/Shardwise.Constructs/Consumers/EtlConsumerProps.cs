using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Logs;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Functions;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Consumers;

/// <summary>What an <see cref="EtlConsumer"/> is made of.</summary>
/// <remarks>
/// A number that is known only when the stack is deployed is given as the CDK has it (<c>parameter.ValueAsNumber</c>). No <see cref="TimeSpan"/> can
/// hold one: a duration is then set on what is underneath, as in <c>etl.Mapping.MaximumRecordAgeInSeconds = parameter.ValueAsNumber</c>. What else
/// CloudFormation takes of a mapping (<c>ErrorCount</c>, <c>LoggingConfig</c>, <c>ProvisionedPollerConfig</c>) has no effect for Kinesis, and no
/// property here.
/// </remarks>
public sealed partial record EtlConsumerProps
{
    private readonly TimeSpan agreedRecordAge = ConstructDefaults.Current.ConsumerMaxRecordAge;
    private readonly TimeSpan? maxRecordAge;

    /// <summary>The stream that is read.</summary>
    /// <remarks>
    /// One of another account must be of the stack's own region, and its policy must let the function's role read it: made by a stack of this app it
    /// is told so, and of any other a warning has the statement that is to be added there.
    /// </remarks>
    public required IDataStream Stream { get; init; }

    /// <summary>The folder of the published function, as <c>dotnet publish</c> leaves it.</summary>
    /// <value>It holds the handler's assembly and its <c>.runtimeconfig.json</c>. Either this or <see cref="Code"/>.</value>
    public string? AssetDirectory { get; init; }

    /// <summary>The function's code, where it is not a folder on this machine.</summary>
    /// <value>Either this or <see cref="AssetDirectory"/>.</value>
    public Code? Code { get; init; }

    /// <summary>The function's entry.</summary>
    /// <value><c>Assembly::Namespace.Type::Method</c>, at most 128 characters.</value>
    /// <remarks>It returns a <c>StreamsEventResponse</c> that names the first record that failed.</remarks>
    public required string Handler { get; init; }

    /// <summary>The processor that the function runs on.</summary>
    /// <value>
    /// The default is <see cref="FunctionArchitecture.Arm64"/>. A function published for one (<c>dotnet publish -r linux-x64</c>) must be given that
    /// one; published without it runs on both.
    /// </value>
    public FunctionArchitecture Architecture { get; init; } = ConstructDefaults.Current.ConsumerArchitecture;

    /// <summary>The function's environment variables.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Where and how the function runs: name, role, VPC, layers, concurrency, tracing and the like.</summary>
    /// <value>The default is a role of its own, outside of any VPC, traced.</value>
    public FunctionSettings Function { get; init; } = new();

    /// <summary>The function's memory in MB; its share of the processor grows with it.</summary>
    /// <value>128 to 10,240. The default is 1,024.</value>
    public double MemoryMb { get; init; } = ConstructDefaults.Current.ConsumerMemoryMb;

    /// <summary>How long one call may take.</summary>
    /// <value>Whole seconds, 1 s to 900 s. The default is 60 s.</value>
    public TimeSpan Timeout { get; init; } = ConstructDefaults.Current.ConsumerTimeout;

    /// <summary>The most records of a batch. Under aggregation one record holds many user records.</summary>
    /// <value>1 to 10,000. The default is 100, Lambda's own.</value>
    public double BatchSize { get; init; } = ConstructDefaults.Current.ConsumerBatchSize;

    /// <summary>How long records are gathered for a batch before it is handed over less than full.</summary>
    /// <value>Whole seconds, 0 s to 300 s. The default is 5 s: a batch becomes an object, and a quiet stream should not write one a second.</value>
    public TimeSpan BatchingWindow { get; init; } = ConstructDefaults.Current.ConsumerBatchingWindow;

    /// <summary>How many batches of one shard are in flight at once. Order within a partition key holds whatever it is.</summary>
    /// <value>1 to 10; 1 with a <see cref="TumblingWindow"/>. The default is 1.</value>
    /// <remarks>
    /// Lambda goes by the Kinesis record's key. The KPL gives every aggregate the key <c>a</c>, so that a stream it writes gains nothing here; a
    /// consumer on <c>Shardwise.Consumers</c> has <c>ConsumerOptions.MaxParallelism</c>, which goes by the user records' keys.
    /// </remarks>
    public double ParallelizationFactor { get; init; } = ConstructDefaults.Current.ConsumerParallelizationFactor;

    /// <summary>Has Lambda carry a state from batch to batch of a shard for so long, and then say that the window is over.</summary>
    /// <value>Whole seconds, 1 s to 900 s; <see langword="null"/> for none, which is the default.</value>
    /// <remarks>
    /// The handler takes a <c>KinesisTimeWindowEvent</c> and returns a <c>WindowResponse</c> of Shardwise.Consumers. Amazon's own
    /// <c>KinesisTimeWindowResponse</c> has a converter that throws for every state.
    /// </remarks>
    public TimeSpan? TumblingWindow { get; init; }

    /// <summary>
    /// Whether the function reads through a consumer of its own (enhanced fan-out): 2 MB/s a shard that it shares with no other reader.
    /// </summary>
    /// <value>The default is false: it shares the 2 MB/s of each shard with the other readers. A consumer costs by shard hour and by GB.</value>
    public bool EnhancedFanOut { get; init; } = ConstructDefaults.Current.ConsumerEnhancedFanOut;

    /// <summary>A consumer of the stream that is there already, through which the function reads.</summary>
    /// <value>The default is none. With one, <see cref="EnhancedFanOut"/> says nothing: no other is made.</value>
    /// <remarks>It is the function's alone: two readers of one consumer take each other's subscriptions away.</remarks>
    public IFanOutConsumer? FanOutConsumer { get; init; }

    /// <summary>How often a failing batch is tried again before its position goes to the failure queue. Cutting it in two does not count.</summary>
    /// <value>
    /// 0 to 10,000, or -1 for as often as <see cref="MaxRecordAge"/> lets it. The default is 10, which an outage of minutes uses up; from
    /// <c>ConstructDefaults.V2</c> on it is -1.
    /// </value>
    /// <remarks>
    /// A <c>StreamConsumer</c> sets aside what is wrong with a record itself, so that only a dependency's outage, or a record that takes the process
    /// down, is tried again. Against the latter give the consumer a progress store (<c>ConsumerOptions.Progress</c>), or a number here.
    /// </remarks>
    public double RetryAttempts { get; init; } = ConstructDefaults.Current.ConsumerRetryAttempts;

    /// <summary>How old a record may be before its position goes to the failure queue untried.</summary>
    /// <value>
    /// Whole seconds, 60 s to a week and at most the stream's retention. The default is 24 h; from <c>ConstructDefaults.V2</c> on it is 144 h, or
    /// five sixths of a retention that is shorter.
    /// </value>
    public TimeSpan MaxRecordAge
    {
        get => maxRecordAge ?? DefaultRecordAge;
        init => maxRecordAge = value;
    }

    /// <summary>Where reading starts when the consumer is made.</summary>
    /// <value>
    /// The default is <see cref="StartingPosition.TRIM_HORIZON"/>, the oldest record that is kept.
    /// <see cref="StartingPosition.LATEST"/> may miss what is written while the mapping is made. <see cref="StartingPosition.AT_TIMESTAMP"/> goes
    /// with <see cref="StartingTime"/>.
    /// </value>
    /// <remarks>
    /// It counts once. Changed later, CloudFormation would make a second mapping first, and Lambda takes one a function and stream: the deployment
    /// fails. To read a stream anew, give the consumer another id, which makes a new function and mapping and removes the old ones.
    /// </remarks>
    public StartingPosition StartingPosition { get; init; } = ConstructDefaults.Current.ConsumerStartingPosition;

    /// <summary>The time from which reading starts, with <see cref="StartingPosition.AT_TIMESTAMP"/>.</summary>
    /// <value>Not in the future; a part of a second is cut off, so that reading starts no later. There is no default.</value>
    /// <remarks>Like <see cref="StartingPosition"/> it counts once, and cannot be changed afterwards.</remarks>
    public DateTimeOffset? StartingTime { get; init; }

    /// <summary>Which records the function gets: those that fit one of these. The others are passed over, and nobody pays for a call.</summary>
    /// <value>
    /// At most 20 of <c>FilterCriteria.Filter(...)</c>, of up to 4,096 characters each; an account has a quota of 5 a mapping until it is raised. The
    /// default is none: the function gets them all.
    /// </value>
    /// <remarks>
    /// A filter looks at a Kinesis record whole, with its <c>data</c> as JSON. An aggregate of the KPL is no JSON: with a filter on <c>data</c> every
    /// user record in it is passed over, and no error says so. Of the CDK's <c>FilterRule</c>s some, <c>BeginsWith</c> and <c>Exists</c> among them,
    /// cannot be handed to <c>FilterCriteria.Filter</c> from C#: a pattern as text is
    /// <c>new Dictionary&lt;string, object> { ["pattern"] = """{"data":{"kind":[{"exists":true}]}}""" }</c>.
    /// </remarks>
    public IReadOnlyList<IDictionary<string, object>> Filters { get; init; } = [];

    /// <summary>
    /// Your own key to encrypt the filters with. Its policy must let <c>lambda.amazonaws.com</c> decrypt, which a key of this app is told.
    /// </summary>
    /// <value>The default is a key of Lambda. Only with <see cref="Filters"/>.</value>
    public IKey? FilterKey { get; init; }

    /// <summary>Whether Lambda polls the stream.</summary>
    /// <value>The default is <see langword="true"/>. Turned off and on again it goes on where it stopped, as long as the stream keeps that.</value>
    public bool Enabled { get; init; } = ConstructDefaults.Current.ConsumerEnabled;

    /// <summary>
    /// Whether Lambda counts the records that it polls, filters out, hands over, fails and gives up, in metrics of the mapping
    /// (<see cref="EtlConsumer.MetricOfMapping"/>).
    /// </summary>
    /// <value>
    /// The default is <see langword="false"/>; with <see cref="OnFailure"/> they are counted whatever this says. Each metric is paid for.
    /// </value>
    public bool EventCountMetrics { get; init; } = ConstructDefaults.Current.ConsumerEventCountMetrics;

    /// <summary>Where Lambda tells of what was given up.</summary>
    /// <value>The default makes a queue, encrypted, whose messages last 14 days.</value>
    /// <remarks>With a destination of your own the alarm is <c>SetAside</c>, on the records given up, in place of <c>FailureQueue</c>.</remarks>
    public FailureDestination? OnFailure { get; init; }

    /// <summary>How long the function's log is kept.</summary>
    /// <value>The default is one month.</value>
    public RetentionDays LogRetention { get; init; } = ConstructDefaults.Current.ConsumerLogRetention;

    /// <summary>How far the consumer may be behind its stream before the alarm <c>Delay</c> says so.</summary>
    /// <value>
    /// Whole seconds, 1 s to half of <see cref="MaxRecordAge"/>. The default is <see cref="BatchingWindow"/>, twice <see cref="Timeout"/> and five
    /// minutes: a batch that waits, a call that hangs, its repetition, and time to catch up. Where that is more than half of
    /// <see cref="MaxRecordAge"/>, <c>IteratorAge</c> says it before, and <c>Delay</c> is not made.
    /// </value>
    public TimeSpan? MaxDelay { get; init; }

    /// <summary>
    /// The alarms: <c>IteratorAge</c>, <c>Delay</c>, <c>Errors</c>, and <c>FailureQueue</c> (it is not empty) or <c>SetAside</c> (records were
    /// given up).
    /// </summary>
    /// <value>The default makes them and tells nobody.</value>
    public AlarmSettings Alarms { get; init; } = new();
}
