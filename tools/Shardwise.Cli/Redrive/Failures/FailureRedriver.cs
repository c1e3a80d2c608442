using Amazon.Runtime;
using Shardwise.Cli.Aws;
using Shardwise.Kpl;

namespace Shardwise.Cli.Redrive.Failures;

/// <summary>Puts the records of failed batches through, and takes a message away only when all of its records are.</summary>
/// <param name="access">Whose access records are fetched with.</param>
/// <param name="destination">Where they go.</param>
/// <param name="settings">What was asked for.</param>
/// <param name="say">Gets a line for each message that stays, up to a bound, and for each whose records have expired, however many.</param>
internal sealed class FailureRedriver(
    RedriveAccess access, ILetterDestination destination, RedriveSettings settings, Action<string> say)
{
    private const int MostLines = 10;
    private const string Needs = "redrive needs kinesis:GetShardIterator and kinesis:GetRecords on the stream";

    private readonly RangeReader _ranges = new(access, TimeProvider.System);
    private readonly HashSet<string> _streams = new(StringComparer.Ordinal);
    private int _lines;

    /// <summary>What was done so far.</summary>
    public FailureOutcome Outcome { get; } = new();

    /// <summary>Where the records went, with a preposition.</summary>
    public string Into => settings.Function is { } function ? $" through {function}"
        : _streams.Count > 0 ? $" into {string.Join(", ", _streams.Order(StringComparer.Ordinal))}"
        : "";

    /// <summary>Puts all of a source's through, until there is none that has not been seen, or as many as were asked for.</summary>
    public async Task RunAsync(FailureSource source, CancellationToken cancellationToken)
    {
        try
        {
            while (Outcome.Found < (settings.Limit ?? int.MaxValue) && await source.NextAsync(cancellationToken).ConfigureAwait(false) is { } message)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await RedriveAsync(source, message, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await source.ReleaseAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Puts one message through.</summary>
    public async Task RedriveAsync(FailureSource source, FailureMessage message, CancellationToken cancellationToken)
    {
        Outcome.Found++;
        var (batch, problem) = FailedBatch.Read(message.Content);
        if (batch is null)
        {
            Outcome.Unreadable++;
            Say($"{message.Name} was left: {problem}");
            return;
        }

        var isThrough = source.IsThrough(batch.Key);
        if (!isThrough && batch.Records is null)
            access.Require(message.Name, batch.Stream);
        CheckRegion(message, batch);
        if (isThrough)
        {
            Outcome.Before++;
            if (!settings.DryRun)
                await TryTakeAwayAsync(source, message, batch.Key).ConfigureAwait(false);
            return;
        }

        try
        {
            await PutAsync(source, message, batch, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested
            && exception is AmazonServiceException { ErrorCode: "ResourceNotFoundException" or "InvalidArgumentException" })
        {
            NotPut(message, $"asked for {batch.First} to {batch.Last} in {batch.ShardId}, {batch.Stream} answered "
                + $"{AwsAnswer.Of((AmazonServiceException)exception)}");
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested
            && AwsProblem.Of(exception, "reading", batch.Stream, batch.Region, Needs) is { } failure)
        {
            throw failure;
        }
    }

    private async Task PutAsync(FailureSource source, FailureMessage message, FailedBatch batch, CancellationToken cancellationToken)
    {
        _streams.Add(settings.To ?? batch.Stream);
        var (missing, found) = ((string?)null, 0);
        await foreach (var page in _ranges.ReadAsync(batch, cancellationToken).ConfigureAwait(false))
        {
            missing ??= page.Missing;
            found += page.Records.Count;
            if (await PutAsync(source, message, page, cancellationToken).ConfigureAwait(false) is { } obstacle)
            {
                var left = page.Records.Count(
                    record => obstacle.At is null || SequenceNumber.Compare(record.Position!.SequenceNumber, obstacle.At) >= 0);
                await StopAsync(source, message, batch, obstacle, found - left).ConfigureAwait(false);
                return;
            }
        }

        if (found > batch.Size)
            say($"{message.Name}: {batch.ShardId} has {found} records in this range, of which the function was handed {batch.Size}: does its "
                + $"mapping filter? All {(settings.DryRun ? "would be" : "were")} put");
        if (missing is not null)
        {
            Outcome.Expired++;
            var put = found > 0 ? $"the {found} records that the stream still has {(settings.DryRun ? "would be" : "were")} put" : "nothing was put";
            say($"{message.Name} is kept: {missing}; {put}");
        }
        else if (settings.DryRun)
        {
            source.NoteThrough(batch.Key);
            Outcome.Through++;
        }
        else if (await TryTakeAwayAsync(source, message, batch.Key).ConfigureAwait(false))
        {
            Outcome.Through++;
        }
    }

    /// <returns>Why not all of it was taken; <see langword="null"/> when it was.</returns>
    private async Task<Obstacle?> PutAsync(FailureSource source, FailureMessage message, RangePage page, CancellationToken cancellationToken)
    {
        LetterItem[] items = [.. page.Records.SelectMany(TakeApart).Select(letter => new LetterItem(message.Name, [], letter))];
        if (items.Select(item => destination.ProblemOf(item.Letter)).FirstOrDefault(problem => problem is not null) is { } obstacle)
            return new Obstacle(obstacle, items[0].Letter.Position?.SequenceNumber);
        if (settings.DryRun)
        {
            Outcome.Records += items.Length;
            return null;
        }

        foreach (var portion in destination.Portions(items))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await source.HoldAsync(message).ConfigureAwait(false);
            var problems = await destination.PutAsync(portion).ConfigureAwait(false);
            Outcome.Records += problems.Count(problem => problem is null);
            if (problems.Index().FirstOrDefault(problem => problem.Item is not null) is (var place, { } problem))
                return new Obstacle(problem, portion[place].Letter.Position?.SequenceNumber);
        }

        return null;
    }

    // A function takes Kinesis records as they came. Into a stream go user records: an aggregate belongs to the shards that there were.
    private IEnumerable<Letter> TakeApart(Letter whole)
    {
        if (destination.TakesBatches)
            return [whole];
        using var payload = AggregatedRecord.Read(whole.Payload);
        if (payload.Status != PayloadStatus.Aggregated)
            return [whole];
        return [.. payload.Select(
            record => whole with { PartitionKey = record.PartitionKey, ExplicitHashKey = record.ExplicitHashKey, Payload = record.Data.ToArray() })];
    }

    private void CheckRegion(FailureMessage message, FailedBatch batch)
    {
        if (access.Region is { } region && batch.Region != region)
            throw new InputException(
                $"{message.Name} is of {batch.Stream} in {batch.Region}, and this would read {region}: give --region {batch.Region}");
    }

    private async Task<bool> TryTakeAwayAsync(FailureSource source, FailureMessage message, string key)
    {
        try
        {
            await source.TakeAwayAsync(message, key).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or HttpRequestException or AmazonClientException
            or AmazonServiceException or TaskCanceledException)
        {
            Outcome.Left++;
            Say($"{message.Name} is through, and could not be {source.Done}: a further redrive puts it again");
            return false;
        }
    }

    // The next run is to begin where this one could not go on: what is through would be put again.
    private async Task StopAsync(FailureSource source, FailureMessage message, FailedBatch batch, Obstacle obstacle, int put)
    {
        if (!settings.DryRun && put > 0 && obstacle.At is { } at
            && await source.ReplaceAsync(message, FailedBatch.RestOf(message.Content, at, Math.Max(1, batch.Size - put))).ConfigureAwait(false))
        {
            Outcome.NotPut++;
            Say($"{message.Name} is kept for what is left of it, from {at} on: {obstacle.Problem}");
            return;
        }

        NotPut(message, obstacle.Problem);
    }

    private void NotPut(FailureMessage message, string problem)
    {
        Outcome.NotPut++;
        Say($"{message.Name} is kept: {problem}");
    }

    private void Say(string line)
    {
        if (++_lines <= MostLines)
            say(line);
    }
}
