using Amazon.Lambda.Core;
using Amazon.Lambda.KinesisEvents;

namespace Shardwise.Consumers;

/// <summary>
/// Base of a Lambda function that consumes a Kinesis stream: takes aggregates apart, hands over one user record after the other in order,
/// sets aside what can never be processed, and tells Lambda from where to deliver again.
/// </summary>
/// <remarks>
/// <para>
/// What becomes of a user record for which <see cref="ProcessAsync"/> fails:
/// <list type="bullet">
/// <item><see cref="RejectedRecordException"/>: the record is at fault. It goes to the dead letters at once, and the batch goes on.</item>
/// <item>Anything else is tried again, with growing random waits (<see cref="ConsumerOptions"/>). When the attempts are used up,
/// <see cref="CauseOf"/> decides. <see cref="FailureCause.Record"/>: it goes to the dead letters, and the batch goes on.
/// <see cref="FailureCause.Dependency"/> (a service is down or refuses): good data is not set aside; the batch stops, and Lambda delivers
/// again from this record.</item>
/// </list>
/// A payload with a KPL aggregate's magic number that fails its checksum or cannot be decoded goes to the dead letters whole, or becomes
/// what <see cref="ConsumerOptions.UnreadablePayloads"/> says.
/// </para>
/// <para>
/// The batch also stops at the first record not begun when the invocation's time runs short, at the first of the dead letters that the
/// destination did not take, and at its very first record when <see cref="FlushAsync"/> fails. Lambda's checkpoint is a Kinesis record:
/// user records of the same aggregate before the failing one come again, and those of later Kinesis records that were done already where
/// <see cref="ConsumerOptions.MaxParallelism"/> is more than 1; a <see cref="ConsumerOptions.Progress"/> store skips both. Processing is at
/// least once; see <see cref="StreamRecord.IdempotencyKey"/> and <see cref="ConsumerContext.ComesAgain"/>.
/// </para>
/// <para>
/// The event-source mapping must have <c>ReportBatchItemFailures</c>: without it Lambda takes a stopped batch for done.
/// Attempts are counted within one invocation, for Lambda tells no count across invocations; how often a stopped batch is
/// delivered again is the mapping's <c>MaximumRetryAttempts</c> and <c>MaximumRecordAgeInSeconds</c>. Only of records that outlast their
/// invocation a <see cref="ConsumerOptions.Progress"/> store keeps a count: see <see cref="ConsumerOptions.MaxDeliveries"/>.
/// </para>
/// <para>
/// One instance serves any number of invocations at once, as a process of Lambda Managed Instances has them: what belongs to a batch stays with
/// <see cref="ConsumerContext.State"/>, and not in a field.
/// </para>
/// </remarks>
public abstract partial class StreamConsumer
{
    // What the destination is given at once: when it fails, letters of earlier calls stay written, and the batch has moved on.
    private const int LettersAtOnce = 256;

    private readonly IDeadLetterDestination _deadLetters;
    private readonly ConsumerOptions _options;
    private readonly Stream _output;

    /// <summary>Makes the consumer; make it once a process.</summary>
    /// <param name="deadLetters">Where records that cannot be processed go.</param>
    /// <param name="options">Retries and times; the defaults when <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    protected StreamConsumer(IDeadLetterDestination deadLetters, ConsumerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(deadLetters);
        _deadLetters = deadLetters;
        _options = options ?? new ConsumerOptions();
        _options.Validate();
        _output = _options.Output ?? Console.OpenStandardOutput();
    }

    private protected ConsumerOptions Options => _options;

    /// <summary>The Lambda handler's work.</summary>
    /// <param name="kinesisEvent">The batch.</param>
    /// <param name="lambdaContext">The invocation; its <see cref="ILambdaContext.RemainingTime"/> bounds the work.</param>
    /// <returns>Nothing failed, or the sequence number from which Lambda is to deliver again.</returns>
    /// <exception cref="InvalidDataException">The event is not one that a Kinesis event-source mapping makes.</exception>
    public async Task<StreamsEventResponse> HandleAsync(KinesisEvent kinesisEvent, ILambdaContext lambdaContext)
    {
        ArgumentNullException.ThrowIfNull(lambdaContext);
        using var lease = kinesisEvent as LeasedKinesisEvent;
        var started = _options.TimeProvider.GetTimestamp();
        var records = BatchRecord.ReadAll(kinesisEvent);
        if (records.Count == 0)
        {
            return Answer(null);
        }

        using var deadline = new Deadline(lambdaContext.RemainingTime, _options.TimeToFinish, _options.TimeProvider);
        var context = new ConsumerContext(lambdaContext, records[0].Position);
        var progress = _options.Progress is null ? null : await ReadProgressAsync(_options.Progress, records, deadline.Processing);
        var batch = new Batch(records, context, _options, progress) { OutOfTime = deadline.OutOfTime };

        // What is in memory of a pool goes back; user records of any other event stay usable, as their payloads do.
        using var payloads = lease is null ? null : batch;
        BeginTaking(context);
        BeginBatch(context);
        await using (progress is null ? null : new Watch(progress, deadline, _options.TimeProvider))
        {
            await ProcessAllAsync(batch, deadline.Processing);
        }

        if (batch.HasLetters)
        {
            await WriteLettersAsync(batch, batch.Letters, deadline.Finishing);
        }

        // Here and not in a method of its own, whose state machine would be compiled before a function's first answer.
        var isFlushed = false;
        try
        {
            await FlushAsync(context, deadline.Finishing);
            isFlushed = true;
        }
        catch (RejectedItemsException rejected)
        {
            await SetAsideRejectedAsync(batch, rejected, deadline.Finishing);
            isFlushed = true;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            batch.StopAt(context.First, $"The flush failed. {Failure.Describe(exception)}");
        }

        if (isFlushed && progress is not null)
        {
            await progress.WriteAsync(context, deadline.Finishing);
        }

        BatchReport.Write(_output, batch, progress?.Problem, _options.TimeProvider.GetElapsedTime(started), _options.TimeProvider.GetUtcNow());
        return Answer(context.StoppedAt);
    }

    /// <summary>Called before a batch's first record: makes what <see cref="ConsumerContext.State"/> is to be.</summary>
    /// <param name="context">The batch.</param>
    protected virtual void BeginBatch(ConsumerContext context)
    {
    }

    /// <summary>Processes one user record: writes it to where it belongs, or takes it in until <see cref="FlushAsync"/>.</summary>
    /// <param name="record">The user record.</param>
    /// <param name="context">The batch.</param>
    /// <param name="cancellationToken">Cancelled when the invocation's time runs short; the record then comes again.</param>
    /// <exception cref="RejectedRecordException">The record can never be processed.</exception>
    /// <exception cref="DependencyUnavailableException">Something that this depends on fails; the record is good.</exception>
    protected abstract Task ProcessAsync(StreamRecord record, ConsumerContext context, CancellationToken cancellationToken);

    /// <summary>
    /// Makes safe what <see cref="ProcessAsync"/> took in; called once after a batch's last record, also when the batch stopped early.
    /// When it throws, nothing of the batch counts as done, and Lambda delivers all of it again.
    /// </summary>
    /// <param name="context">The batch; what <see cref="ConsumerContext.ComesAgain"/> is best left out.</param>
    /// <param name="cancellationToken">Cancelled when the invocation is about to run out of time.</param>
    /// <exception cref="RejectedItemsException">
    /// All is safe but some records that are refused for good: those are set aside, and the batch goes on.
    /// </exception>
    protected virtual Task FlushAsync(ConsumerContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Whose trouble a failure of <see cref="ProcessAsync"/> is, once a record's attempts are used up.</summary>
    /// <param name="exception">What was thrown last.</param>
    /// <returns>
    /// By default what the table in docs/consumers.md says, of the exception or of the first one inside it that it knows:
    /// <see cref="FailureCause.Dependency"/> for sockets, I/O, time-outs, databases, AWS, HTTP and the usual clients,
    /// <see cref="FailureCause.Record"/> for what any of these refuses for good, and for all else.
    /// </returns>
    protected virtual FailureCause CauseOf(Exception exception) => Failure.CauseOf(exception);

    /// <summary>As <see cref="BeginBatch"/>, for what no deriving code may forget.</summary>
    private protected virtual void BeginTaking(ConsumerContext context)
    {
    }

    private static StreamsEventResponse Answer(RecordPosition? stoppedAt) => new()
    {
        BatchItemFailures = stoppedAt is null ? [] : [new() { ItemIdentifier = stoppedAt.SequenceNumber }],
    };

    private async Task WriteLettersAsync(Batch batch, IEnumerable<DeadLetter> all, CancellationToken cancellationToken)
    {
        foreach (var letters in all.Chunk(LettersAtOnce))
        {
            try
            {
                await _deadLetters.WriteAsync(letters, cancellationToken);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                batch.StopAt(letters[0].Position, $"Dead letters could not be written. {Failure.Describe(exception)}");
                return;
            }
        }
    }

    /// <summary>Apart from the flush, so that LINQ is loaded, and this compiled, when something is refused.</summary>
    private Task SetAsideRejectedAsync(Batch batch, RejectedItemsException rejected, CancellationToken cancellationToken)
    {
        var written = batch.Letters.ToHashSet(ReferenceEqualityComparer.Instance);
        foreach (var item in rejected.Items.DistinctBy(item => (item.Position.IndexInBatch, item.SubSequenceNumber)))
        {
            batch.SetAsideUndone(item);
        }

        return WriteLettersAsync(batch, batch.Letters.Where(letter => !written.Contains(letter)), cancellationToken);
    }

    private async Task<BatchProgress> ReadProgressAsync(IProgressStore store, List<BatchRecord> records, CancellationToken cancellationToken)
    {
        var progress = new BatchProgress(store, records, _options.MaxDeliveries);
        await progress.ReadAsync(cancellationToken);
        return progress;
    }
}
