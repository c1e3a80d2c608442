namespace Shardwise.Consumers;

public abstract partial class StreamConsumer
{
    private Task ProcessAllAsync(Batch batch, CancellationToken cancellationToken)
    {
        for (var place = 0; place < batch.Records.Count; place++)
        {
            if (batch.ProblemOf(place) is not { } problem)
            {
                continue;
            }

            if (_options.UnreadablePayloads == UnreadablePayloadHandling.Stop)
            {
                batch.StopAt(batch.Records[place].Position, problem);
                break;
            }

            batch.SetAsideWhole(place, problem);
        }

        return _options.MaxParallelism == 1 ? ProcessInOrderAsync(batch, cancellationToken) : ProcessByKeyAsync(batch, cancellationToken);
    }

    /// <summary>Needs no state machine where all of the user's code is done at once: none is compiled before a function's first answer.</summary>
    private Task ProcessInOrderAsync(Batch batch, CancellationToken cancellationToken)
    {
        var place = 0;
        var next = 0;
        return StartFrom(batch, ref place, ref next, cancellationToken) is { } attempt
            ? GoOnInOrderAsync(batch, place, next, attempt, cancellationToken)
            : Task.CompletedTask;
    }

    private async Task GoOnInOrderAsync(Batch batch, int place, int next, Task? attempt, CancellationToken cancellationToken)
    {
        while (attempt is not null)
        {
            await FinishAsync(batch, place, next, attempt, cancellationToken);
            next++;
            attempt = StartFrom(batch, ref place, ref next, cancellationToken);
        }
    }

    /// <summary>Goes on from record to record; gives the first attempt that is not done at once.</summary>
    private Task? StartFrom(Batch batch, ref int place, ref int next, CancellationToken cancellationToken)
    {
        for (; place < batch.Records.Count; place++, next = 0)
        {
            if (!batch.Context.ComesAgain(batch.Records[place].Position) && StartInRecord(batch, place, ref next, cancellationToken) is { } attempt)
            {
                return attempt;
            }
        }

        return null;
    }

    /// <summary>
    /// Goes on for as long as the user's code is done at once, which costs no state machine a record; gives the first attempt that is not.
    /// </summary>
    private Task? StartInRecord(Batch batch, int place, ref int next, CancellationToken cancellationToken)
    {
        var payload = batch.PayloadAt(place);
        var position = batch.Records[place].Position;
        var isTracked = batch.IsTracked;
        var first = next;
        var sub = next;
        try
        {
            for (var count = payload.Count; sub < count && !cancellationToken.IsCancellationRequested; sub++)
            {
                if (isTracked && batch.IsSkipped(place, sub))
                {
                    batch.Done(place, first..sub);
                    first = sub + 1;
                    continue;
                }

                if (isTracked)
                {
                    batch.Begin(place, sub);
                }

                var attempt = ProcessAsync(new StreamRecord(payload, sub, position), batch.Context, cancellationToken);
                if (!attempt.IsCompletedSuccessfully)
                {
                    return attempt;
                }

                if (isTracked)
                {
                    batch.End(place, sub);
                }
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return Task.FromException(exception);
        }
        finally
        {
            batch.Done(place, first..sub);
            next = sub;
        }

        if (sub < payload.Count)
        {
            batch.StopAt(position, batch.OutOfTime);
        }

        return null;
    }

    private Task ProcessByKeyAsync(Batch batch, CancellationToken cancellationToken)
    {
        var limits = new ParallelOptions { MaxDegreeOfParallelism = _options.MaxParallelism };
        return Parallel.ForEachAsync(ByKey(batch), limits, (records, _) => ProcessKeyAsync(batch, records, cancellationToken));
    }

    private static List<List<(int Place, int Sub)>> ByKey(Batch batch)
    {
        var groups = new List<List<(int Place, int Sub)>>();
        var keys = new Dictionary<string, List<(int Place, int Sub)>>();
        for (var place = 0; place < batch.Records.Count; place++)
        {
            for (var sub = 0; sub < batch.PayloadAt(place).Count; sub++)
            {
                var key = batch.UserRecordAt(place, sub).PartitionKey;
                List<(int Place, int Sub)>? records = null;

                // Records without a key have no order among them.
                if (key is null || !keys.TryGetValue(key, out records))
                {
                    groups.Add(records = []);
                    if (key is not null)
                    {
                        keys.Add(key, records);
                    }
                }

                records.Add((place, sub));
            }
        }

        return groups;
    }

    private async ValueTask ProcessKeyAsync(Batch batch, List<(int Place, int Sub)> records, CancellationToken cancellationToken)
    {
        foreach (var (place, sub) in records)
        {
            var position = batch.Records[place].Position;
            if (batch.Context.ComesAgain(position))
            {
                return;
            }

            if (batch.IsSkipped(place, sub))
            {
                continue;
            }

            if (cancellationToken.IsCancellationRequested)
            {
                batch.StopAt(position, batch.OutOfTime);
                return;
            }

            batch.Begin(place, sub);
            var attempt = AttemptAsync(batch.UserRecordAt(place, sub), batch.Context, cancellationToken);
            await FinishAsync(batch, place, sub, attempt, cancellationToken);
        }
    }

    private Task AttemptAsync(StreamRecord record, ConsumerContext context, CancellationToken cancellationToken)
    {
        try
        {
            return ProcessAsync(record, context, cancellationToken);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return Task.FromException(exception);
        }
    }

    /// <summary>Sees a user record's first attempt through, and the further ones that it takes.</summary>
    private async Task FinishAsync(Batch batch, int place, int sub, Task attempt, CancellationToken cancellationToken)
    {
        for (var attempts = 1; ; attempts++)
        {
            try
            {
                await attempt;
                batch.Done(place, sub..(sub + 1));
                return;
            }
            catch (RejectedRecordException rejected)
            {
                batch.SetAside(batch.UserRecordAt(place, sub), attempts, rejected.Message);
                return;
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested)
            {
                if (attempts == 1)
                {
                    batch.Outlasted(place, sub);
                }
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                batch.End(place, sub);
                if (!await WaitToRetryAsync(attempts, batch, cancellationToken))
                {
                    GiveUpOn(batch.UserRecordAt(place, sub), attempts, exception, batch);
                    return;
                }
            }
            finally
            {
                batch.End(place, sub);
            }

            if (cancellationToken.IsCancellationRequested)
            {
                batch.StopAt(batch.Records[place].Position, batch.OutOfTime);
                return;
            }

            attempt = AttemptAsync(batch.UserRecordAt(place, sub), batch.Context, cancellationToken);
        }
    }

    private async Task<bool> WaitToRetryAsync(int attempts, Batch batch, CancellationToken cancellationToken)
    {
        var wait = _options.RetryDelay * Math.Pow(2, attempts - 1) * Random.Shared.NextDouble();
        if (attempts >= _options.MaxAttempts || !batch.TryTakeRetryTime(ref wait))
        {
            return false;
        }

        // Time that runs short ends the wait; the caller sees it by the token, as it would between two records.
        await Task.Delay(wait, _options.TimeProvider, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return true;
    }

    private void GiveUpOn(StreamRecord record, int attempts, Exception exception, Batch batch)
    {
        if (Failure.CauseBy(CauseOf, exception) == FailureCause.Dependency)
        {
            batch.StopAt(record.Position, Failure.Describe(exception));
        }
        else
        {
            batch.SetAside(record, attempts, Failure.Describe(exception));
        }
    }
}
