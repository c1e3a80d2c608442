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
public sealed record EtlConsumerProps
{
    /// <summary>The stream that is read.</summary>
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
    /// <value>1 to 10. The default is 1.</value>
    /// <remarks>
    /// Lambda goes by the Kinesis record's key. The KPL gives every aggregate the key <c>a</c>, so that a stream it writes gains nothing here; a
    /// consumer on <c>Shardwise.Consumers</c> has <c>ConsumerOptions.MaxParallelism</c>, which goes by the user records' keys.
    /// </remarks>
    public double ParallelizationFactor { get; init; } = ConstructDefaults.Current.ConsumerParallelizationFactor;

    /// <summary>Has Lambda carry a state from batch to batch of a shard for so long, and then say that the window is over.</summary>
    /// <value>Whole seconds, 1 s to 900 s; <see langword="null"/> for none, which is the default.</value>
    /// <remarks>The handler takes a <c>KinesisTimeWindowEvent</c> and returns a <c>KinesisTimeWindowResponse</c>.</remarks>
    public TimeSpan? TumblingWindow { get; init; }

    /// <summary>
    /// Whether the function reads through a consumer of its own (enhanced fan-out): 2 MB/s a shard that it shares with no other reader.
    /// </summary>
    /// <value>The default is false: it shares the 2 MB/s of each shard with the other readers. A consumer costs by shard hour and by GB.</value>
    public bool EnhancedFanOut { get; init; } = ConstructDefaults.Current.ConsumerEnhancedFanOut;

    /// <summary>How often a failing batch is tried again before its position goes to the failure queue. Cutting it in two does not count.</summary>
    /// <value>0 to 10,000. The default is 10. Lambda's own default, forever, stops the shard until the retention is over.</value>
    public double RetryAttempts { get; init; } = ConstructDefaults.Current.ConsumerRetryAttempts;

    /// <summary>How old a record may be before it goes to the failure queue untried.</summary>
    /// <value>Whole seconds, 60 s to 604,800 s, and never more than the stream's retention. The default is 24 h.</value>
    public TimeSpan MaxRecordAge { get; init; } = ConstructDefaults.Current.ConsumerMaxRecordAge;

    /// <summary>Where reading starts.</summary>
    /// <value>
    /// The default is <see cref="StartingPosition.TRIM_HORIZON"/>, the oldest record that is kept.
    /// <see cref="StartingPosition.LATEST"/> may miss what is written while the mapping is made.
    /// </value>
    public StartingPosition StartingPosition { get; init; } = ConstructDefaults.Current.ConsumerStartingPosition;

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

    /// <summary>The alarms: <c>IteratorAge</c>, <c>Delay</c>, <c>Errors</c>, <c>FailureQueue</c> (it is not empty).</summary>
    /// <value>The default makes them and tells nobody.</value>
    public AlarmSettings Alarms { get; init; } = new();

    internal TimeSpan EffectiveMaxDelay => MaxDelay ?? BatchingWindow + (2 * Timeout) + TimeSpan.FromMinutes(5);

    // Returns the id, so that a constructor can call it before its base: no construct is made of invalid properties.
    internal string Validate(string id)
    {
        var check = new PropsCheck($"EtlConsumer '{id}' has invalid properties");
        CheckCode(check);
        check.Whole(nameof(MemoryMb), MemoryMb, LambdaLimits.MinMemoryMb, LambdaLimits.MaxMemoryMb);
        check.Duration(nameof(Timeout), Timeout, LambdaLimits.MinTimeout, LambdaLimits.MaxTimeout, DurationUnit.Seconds);
        check.Whole(nameof(BatchSize), BatchSize, LambdaLimits.MinBatchSize, LambdaLimits.MaxBatchSize);
        check.Duration(nameof(BatchingWindow), BatchingWindow, TimeSpan.Zero, LambdaLimits.MaxBatchingWindow, DurationUnit.Seconds);
        check.Whole(
            nameof(ParallelizationFactor), ParallelizationFactor, LambdaLimits.MinParallelizationFactor, LambdaLimits.MaxParallelizationFactor);
        if (TumblingWindow is { } window)
            check.Duration(nameof(TumblingWindow), window, LambdaLimits.MinTumblingWindow, LambdaLimits.MaxTumblingWindow, DurationUnit.Seconds);
        check.Whole(nameof(RetryAttempts), RetryAttempts, 0, LambdaLimits.MaxRetryAttempts);
        CheckRecordAge(check);
        check.Require(
            StartingPosition is StartingPosition.TRIM_HORIZON or StartingPosition.LATEST,
            nameof(StartingPosition), StartingPosition.ToString(), "TRIM_HORIZON or LATEST");
        if (MaxDelay is { } delay)
            check.Duration(
                nameof(MaxDelay), delay, DataStreamProps.MinDelay, MaxRecordAge / 2, DurationUnit.Seconds, ", half of MaxRecordAge");
        Alarms.Check(check, "IteratorAge", "Delay", "Errors", "FailureQueue");
        check.ThrowIfAny();
        return id;
    }

    private void CheckCode(PropsCheck check)
    {
        DotNetFunctions.CheckHandler(check, nameof(Handler), Handler);
        if (AssetDirectory is { } directory)
        {
            check.Require(Code is null, nameof(Code), "given beside AssetDirectory", "one of the two");
            FunctionFolder.Check(check, nameof(AssetDirectory), directory, Handler, Architecture);
        }
        else
        {
            check.Require(Code is not null, nameof(AssetDirectory), "not given", "the folder of the published function, or Code in its place");
        }
    }

    private void CheckRecordAge(PropsCheck check)
    {
        // A record that the stream no longer keeps cannot be set aside: the bound must come first.
        var (most, why) = Stream.Retention is { } kept && kept < LambdaLimits.MaxRecordAge
            ? (kept, ", what the stream keeps")
            : (LambdaLimits.MaxRecordAge, "");
        check.Duration(nameof(MaxRecordAge), MaxRecordAge, LambdaLimits.MinRecordAge, most, DurationUnit.Seconds, why);
    }
}
