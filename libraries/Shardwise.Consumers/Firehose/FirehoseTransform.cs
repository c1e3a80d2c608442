using Amazon.Lambda.Core;
using Amazon.Lambda.KinesisFirehoseEvents;

namespace Shardwise.Consumers;

/// <summary>
/// Base of a Lambda function that transforms records on their way through Firehose. Every record id is answered exactly once, in order, and
/// the response keeps within what Lambda takes.
/// </summary>
/// <remarks>
/// <para>
/// A record for which <see cref="TransformAsync"/> fails is answered <c>ProcessingFailed</c>, which Firehose keeps in the destination's
/// <c>processing-failed/</c> folder, and the others go on. A failure of something that the transform depends on
/// (<see cref="CauseOf"/>) fails the invocation instead, and Firehose tries the whole batch again.
/// </para>
/// <para>
/// Results that do not fit into the response of 6 MB any more: with an <see cref="IFirehoseOverflow"/> the record is put back to
/// where Firehose reads, and answered <c>Dropped</c>; without one, or where the one result alone is too large, it is answered
/// <c>ProcessingFailed</c>.
/// </para>
/// <para>Firehose has no fan-out: one record in, at most one out, which may hold several lines.</para>
/// </remarks>
public abstract class FirehoseTransform
{
    private readonly FirehoseTransformOptions _options;
    private readonly Stream _output;

    /// <summary>Makes the transform; make it once a process.</summary>
    /// <param name="options">The defaults when <see langword="null"/>.</param>
    protected FirehoseTransform(FirehoseTransformOptions? options = null)
    {
        _options = options ?? new FirehoseTransformOptions();
        _output = _options.Output ?? Console.OpenStandardOutput();
    }

    private protected FirehoseTransformOptions Options => _options;

    /// <summary>The Lambda handler's work.</summary>
    /// <param name="firehoseEvent">The batch.</param>
    /// <param name="lambdaContext">The invocation.</param>
    /// <exception cref="DependencyUnavailableException">Something that the transform depends on fails; Firehose tries the batch again.</exception>
    /// <exception cref="InvalidDataException">The event is not one that Firehose makes.</exception>
    public async Task<KinesisFirehoseResponse> HandleAsync(FirehoseEvent firehoseEvent, ILambdaContext lambdaContext)
    {
        ArgumentNullException.ThrowIfNull(firehoseEvent);
        ArgumentNullException.ThrowIfNull(lambdaContext);
        if (firehoseEvent.Records.Any(record => record is null))
        {
            throw new InvalidDataException("The Firehose event has a record that is null; each has a recordId and data.");
        }

        using var deadline = new Deadline(lambdaContext.RemainingTime, TimeSpan.Zero, _options.TimeProvider);
        var batch = new TransformBatch(firehoseEvent, _options.Overflow is not null);
        foreach (var record in firehoseEvent.Records)
        {
            batch.Add(record, await TransformOneAsync(record, deadline));
        }

        if (batch.Overflow.Count > 0)
        {
            await _options.Overflow!.PutBackAsync(firehoseEvent, batch.Overflow, deadline.Finishing);
        }

        TransformReport.Write(_output, batch, lambdaContext.FunctionName, _options.TimeProvider.GetUtcNow());
        return new KinesisFirehoseResponse { Records = batch.Answers };
    }

    /// <summary>Transforms one record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="cancellationToken">Cancelled when the invocation is about to run out of time.</param>
    /// <exception cref="RejectedRecordException">The record can never be transformed; the same as <see cref="FirehoseResult.Failed"/>.</exception>
    /// <exception cref="DependencyUnavailableException">Something that this depends on fails; the record is good.</exception>
    protected abstract ValueTask<FirehoseResult> TransformAsync(FirehoseEventRecord record, CancellationToken cancellationToken);

    /// <summary>Whose trouble a failure of <see cref="TransformAsync"/> is.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <returns>By default what a <see cref="StreamConsumer"/> says of it.</returns>
    protected virtual FailureCause CauseOf(Exception exception) => Failure.CauseOf(exception);

    private async ValueTask<FirehoseResult> TransformOneAsync(FirehoseEventRecord record, Deadline deadline)
    {
        try
        {
            return await TransformAsync(record, deadline.Finishing)
                ?? throw new InvalidOperationException($"{GetType().Name}.TransformAsync gave null; allowed is a FirehoseResult.");
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            if (exception is not RejectedRecordException && Failure.CauseBy(CauseOf, exception) == FailureCause.Dependency)
            {
                throw exception as DependencyUnavailableException
                    ?? new DependencyUnavailableException(
                        $"Record {record.RecordId} could not be transformed for want of something else. "
                        + (exception is OperationCanceledException && deadline.Finishing.IsCancellationRequested
                            ? deadline.OutOfTime
                            : Failure.Describe(exception)),
                        exception);
            }

            return FirehoseResult.Failed(Failure.Describe(exception));
        }
    }
}
