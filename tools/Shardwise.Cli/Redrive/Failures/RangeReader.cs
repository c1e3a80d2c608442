using System.Runtime.CompilerServices;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Shardwise.Cli.Aws;

namespace Shardwise.Cli.Redrive.Failures;

/// <summary>Fetches the records of a failed batch from their stream, as long as it has them.</summary>
/// <param name="access">Whose access they are fetched with.</param>
/// <param name="time">The clock of the waits between calls.</param>
internal sealed class RangeReader(RedriveAccess access, TimeProvider time)
{
    // A read finds up to 10 MB or 1,000 records; an empty one looks further along the shard all the same.
    private const int MostAtOnce = 1_000;
    private const int MostEmptyInRow = 1_000;

    // Five reads a second are all that a shard grants its readers together.
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(250);

    /// <summary>Reads the records in order, a bounded number at a time, none more than the function was handed at once.</summary>
    public async IAsyncEnumerable<RangePage> ReadAsync(FailedBatch batch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (batch.Records is { } records)
        {
            yield return new RangePage(records);
            yield break;
        }

        var walk = new Walk();
        while (!walk.IsOver)
        {
            if (walk.Reads++ > 0)
                await Task.Delay(Wait, time, cancellationToken).ConfigureAwait(false);
            var page = await NextAsync(batch, walk, cancellationToken).ConfigureAwait(false);
            if (page is not null)
                yield return page;
        }

        if (walk.Last is null)
            yield return new RangePage(
                [], $"none of its records is in {batch.ShardId} of {batch.Stream} any more: {batch.First} to {batch.Last} have expired");
        else if (walk.Last != batch.Last)
            yield return new RangePage([], $"{batch.ShardId} of {batch.Stream} ends at {walk.Last}, and has no {batch.Last}");
    }

    private async Task<RangePage?> NextAsync(FailedBatch batch, Walk walk, CancellationToken cancellationToken)
    {
        GetRecordsResponse answer;
        try
        {
            walk.Iterator ??= await PersistentCall.RunAsync(
                () => IteratorAsync(batch, walk.Last, cancellationToken), time, cancellationToken).ConfigureAwait(false);
            var request = new GetRecordsRequest { ShardIterator = walk.Iterator, Limit = Math.Clamp(batch.Size, 1, MostAtOnce) };
            answer = await PersistentCall.RunAsync(
                () => access.Kinesis.GetRecordsAsync(request, cancellationToken), time, cancellationToken).ConfigureAwait(false);
        }
        catch (ExpiredIteratorException)
        {
            // A function took its time in between.
            walk.Iterator = null;
            return null;
        }
        catch (ResourceNotFoundException exception) when (exception.Message.Contains(batch.ShardId, StringComparison.Ordinal))
        {
            walk.IsOver = true;
            return null;
        }

        return PageOf(batch, walk, answer);
    }

    private static RangePage? PageOf(FailedBatch batch, Walk walk, GetRecordsResponse answer)
    {
        var found = answer.Records ?? [];
        walk.Iterator = answer.NextShardIterator;
        walk.EmptyInRow = found.Count > 0 ? 0 : walk.EmptyInRow + 1;
        Record[] within = [.. found.Where(record =>
            SequenceNumber.Compare(record.SequenceNumber, batch.First) >= 0 && SequenceNumber.Compare(record.SequenceNumber, batch.Last) <= 0)];
        walk.IsOver = walk.Iterator is null
            || (found.Count > 0 && SequenceNumber.Compare(found[^1].SequenceNumber, batch.Last) >= 0)
            || (found.Count == 0 && answer.MillisBehindLatest == 0)
            || walk.EmptyInRow >= MostEmptyInRow;
        if (within.Length == 0)
            return null;
        var missing = walk.Last is null && within[0].SequenceNumber != batch.First
            ? $"{batch.First} to before {within[0].SequenceNumber} in {batch.ShardId} of {batch.Stream} have expired"
            : null;
        walk.Last = within[^1].SequenceNumber;
        return new RangePage([.. within.Select(record => Of(batch, record))], missing);
    }

    private async Task<string> IteratorAsync(FailedBatch batch, string? after, CancellationToken cancellationToken)
    {
        var request = new GetShardIteratorRequest
        {
            StreamName = batch.Stream,
            ShardId = batch.ShardId,
            ShardIteratorType = after is null ? ShardIteratorType.AT_SEQUENCE_NUMBER : ShardIteratorType.AFTER_SEQUENCE_NUMBER,
            StartingSequenceNumber = after ?? batch.First,
        };
        return (await access.Kinesis.GetShardIteratorAsync(request, cancellationToken).ConfigureAwait(false)).ShardIterator;
    }

    private static Letter Of(FailedBatch batch, Record record) => new()
    {
        Stream = batch.Stream,
        Region = batch.Region,
        PartitionKey = record.PartitionKey,
        Payload = record.Data?.ToArray() ?? [],
        Position = new LetterPosition(
            batch.StreamArn, batch.ShardId, record.SequenceNumber, null,
            record.ApproximateArrivalTimestamp is { } arrival
                ? new DateTimeOffset(arrival.ToUniversalTime(), TimeSpan.Zero).AddMicroseconds(500)
                : DateTimeOffset.UnixEpoch),
    };

    /// <summary>How far a range was read.</summary>
    private sealed class Walk
    {
        public string? Iterator { get; set; }

        public string? Last { get; set; }

        public int Reads { get; set; }

        public int EmptyInRow { get; set; }

        public bool IsOver { get; set; }
    }
}
