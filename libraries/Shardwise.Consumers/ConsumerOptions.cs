namespace Shardwise.Consumers;

/// <summary>How a <see cref="StreamConsumer"/> retries and keeps within the time that Lambda gives it.</summary>
public sealed record ConsumerOptions
{
    /// <summary>How often a user record is tried in one invocation, the first time included.</summary>
    /// <value>1 to 10; the default is 3.</value>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>
    /// The longest wait before the second attempt; doubled for each further one. The wait is random between zero and this.
    /// </summary>
    /// <value>0 to 10 s; the default is 100 ms.</value>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// The time that a batch may spend waiting between attempts, all its records together. Once it is spent, a record gets one attempt.
    /// </summary>
    /// <value>0 to 60 s; the default is 5 s.</value>
    /// <remarks>
    /// Without it, a fault that fails every record of a large aggregate would outlast each invocation, and hold up the shard.
    /// </remarks>
    public TimeSpan RetryTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The part of the invocation's time kept for dead letters and the flush: once no more is left, no further user record is begun.
    /// </summary>
    /// <value>0 to 300 s; the default is 10 s. Never more than half of the time that the invocation has.</value>
    public TimeSpan TimeToFinish { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How many user records may be processed at once. Those of one partition key always come one after the other, in stream order;
    /// those without a partition key in any.
    /// </summary>
    /// <value>
    /// 1 to 64; the default is 1, everything in stream order. More needs a <see cref="StreamConsumer.ProcessAsync"/> that may be called by several
    /// threads at once.
    /// </value>
    public int MaxParallelism { get; init; } = 1;

    /// <summary>Remembers which user records are done when a batch stops inside an aggregate, so that the redelivery skips them.</summary>
    /// <value>
    /// By default none: they come again. Only for consumers that make a record safe in <see cref="StreamConsumer.ProcessAsync"/>: one that takes
    /// records in until the flush would lose them.
    /// </value>
    public IProgressStore? Progress { get; init; }

    /// <summary>
    /// How many deliveries a user record may outlast before it is set aside: those in which the invocation's time ran short while its first attempt
    /// was under way, also where the process was killed with it. A <see cref="Progress"/> store counts them; without one, such a record comes again
    /// until the mapping gives it up.
    /// </summary>
    /// <value>
    /// 2 to 100; the default is 5. Fewer than the mapping's <c>MaximumRetryAttempts</c>, or the mapping gives up first. Calls to a dependency need
    /// a time-out below the invocation's: one that hangs for longer cannot be told from a record that never ends.
    /// </value>
    public int MaxDeliveries { get; init; } = 5;

    /// <summary>What becomes of a payload that says it is a KPL aggregate, and fails its checksum or cannot be decoded.</summary>
    /// <value>The default is <see cref="UnreadablePayloadHandling.SetAside"/>.</value>
    public UnreadablePayloadHandling UnreadablePayloads { get; init; } = UnreadablePayloadHandling.SetAside;

    /// <summary>
    /// Whether user records that are gzip, which is told by their first three bytes, are unpacked before a <see cref="StreamConsumer{T}"/> or a
    /// <see cref="SinkConsumer{TIn, TOut}"/> reads their JSON. <see cref="StreamRecord.Data"/> and dead letters have the bytes as they came.
    /// </summary>
    /// <value>The default is <see langword="false"/>. What unpacks to more than 64 MiB is set aside.</value>
    public bool Decompress { get; init; }

    /// <summary>
    /// Whether a user record may hold several JSON values, a line each or one right after the other. Each is processed by itself, with a
    /// <see cref="StreamRecord.Part"/> of its own; a value that is rejected lets the others go on. The record counts as one: it is set aside whole.
    /// </summary>
    /// <value>The default is <see langword="false"/>: what follows the first value makes the record none.</value>
    public bool JsonLines { get; init; }

    /// <summary>The clock.</summary>
    /// <value>The default is the system's.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the log line and the metric line of each invocation go.</summary>
    /// <value>The default is standard output, raw: Lambda's console wrapper would put a prefix before the JSON.</value>
    public Stream? Output { get; init; }

    internal void Validate()
    {
        Between(nameof(MaxAttempts), MaxAttempts, 1, 10);
        Between(nameof(RetryDelay), RetryDelay, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Between(nameof(RetryTime), RetryTime, TimeSpan.Zero, TimeSpan.FromSeconds(60));
        Between(nameof(TimeToFinish), TimeToFinish, TimeSpan.Zero, TimeSpan.FromSeconds(300));
        Between(nameof(MaxParallelism), MaxParallelism, 1, 64);
        Between(nameof(MaxDeliveries), MaxDeliveries, 2, 100);
        if (!Enum.IsDefined(UnreadablePayloads))
        {
            throw new ArgumentException(
                $"{nameof(ConsumerOptions)}.{nameof(UnreadablePayloads)} is {UnreadablePayloads}; allowed is SetAside, PassThrough or Stop.");
        }

        ArgumentNullException.ThrowIfNull(TimeProvider);
    }

    private static void Between<T>(string name, T value, T least, T most) where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            throw new ArgumentException($"{nameof(ConsumerOptions)}.{name} is {value}; allowed is {least} to {most}.");
        }
    }
}
