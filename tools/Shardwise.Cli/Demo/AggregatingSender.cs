using System.Diagnostics;
using System.Globalization;
using System.Net;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;
using Shardwise.Kpl;

namespace Shardwise.Cli.Demo;

/// <summary>
/// Sends clicks as KPL-aggregated records over <see cref="AmazonKinesisClient"/>: an aggregate holds users of one shard, as far as the
/// shard map is current; refused records are sent again with backoff and jitter until they are accepted.
/// </summary>
/// <param name="client">A client that does not retry by itself: its tries would not be counted.</param>
/// <param name="streamName">The stream.</param>
/// <param name="shardBytesPerSecond">What a shard takes in a real second.</param>
/// <param name="accepted">Told each accepted click and its shard.</param>
public sealed class AggregatingSender(IAmazonKinesis client, string streamName, double shardBytesPerSecond, Action<int, string> accepted) : IClickSender
{
    /// <summary>Clicks wait here up to 16 MiB; more are not taken, and cost no memory with a source that makes them when asked.</summary>
    public const int MaxWaitingBytes = 16 * 1024 * 1024;

    /// <summary>PutRecords takes at most 500 records a call (its API reference).</summary>
    private const int MaxEntries = 500;

    // PutRecords takes 10 MiB a call; one that large would hold up the emulator for seconds.
    private const int MaxRequestBytes = 1024 * 1024;

    private const int MaxFailuresInARow = 10;

    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(250);

    private readonly Stopwatch time = Stopwatch.StartNew();
    private readonly int maxAggregateBytes = AggregateBytes(shardBytesPerSecond);
    private ShardQueue[] shards = [];
    private bool mapIsStale = true;
    private int failuresInARow;
    private int acceptedRecords;
    private long throttledRecords;
    private long ambiguousRecords;

    /// <inheritdoc/>
    public SenderCounts Counts => new(Volatile.Read(ref acceptedRecords), Volatile.Read(ref throttledRecords), Volatile.Read(ref ambiguousRecords));

    /// <inheritdoc/>
    public bool IsEmpty => Array.TrueForAll(shards, shard => shard.IsEmpty);

    /// <summary>
    /// How large an aggregate grows: an eighth of what a shard takes in a second, so that no single one fills a shard, within 2 to 50 kB.
    /// The lower bound keeps the mean above 1,049 bytes, where a shard's 1 MiB/s binds before its 1,000 records/s.
    /// </summary>
    /// <param name="shardBytesPerSecond">What a shard takes in a real second.</param>
    public static int AggregateBytes(double shardBytesPerSecond) => (int)Math.Clamp(shardBytesPerSecond / 8, 2_048, 51_200);

    /// <inheritdoc/>
    public bool TryAdd(int number, string user, ReadOnlySpan<byte> data)
    {
        if (shards.Length == 0 || shards.Sum(shard => shard.WaitingBytes) > MaxWaitingBytes)
        {
            return false;
        }

        ShardOf(HashKey.Of(user)).Add(number, user, data, time.Elapsed);
        return true;
    }

    /// <inheritdoc/>
    public async Task SendAsync(bool flush, CancellationToken cancellationToken)
    {
        if (mapIsStale)
        {
            await RefreshMapAsync(cancellationToken).ConfigureAwait(false);
        }

        var now = time.Elapsed;
        var batch = new List<(ShardQueue Shard, Aggregate Aggregate)>();
        var bytes = 0;
        foreach (var shard in shards)
        {
            shard.CloseOlderThan(flush ? TimeSpan.Zero : Linger, now);
            foreach (var aggregate in shard.Take(now))
            {
                if (batch.Count == MaxEntries || bytes + aggregate.Bytes > MaxRequestBytes)
                {
                    await PutAsync(batch, cancellationToken).ConfigureAwait(false);
                    batch.Clear();
                    bytes = 0;
                }

                batch.Add((shard, aggregate));
                bytes += aggregate.Bytes;
            }
        }

        if (batch.Count > 0)
        {
            await PutAsync(batch, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task PutAsync(List<(ShardQueue Shard, Aggregate Aggregate)> batch, CancellationToken cancellationToken)
    {
        var request = new PutRecordsRequest { StreamName = streamName, Records = batch.ConvertAll(entry => ToEntry(entry.Aggregate.Blob)) };
        List<PutRecordsResultEntry> results;
        try
        {
            results = (await client.PutRecordsAsync(request, cancellationToken).ConfigureAwait(false)).Records ?? [];
            if (results.Count != batch.Count)
            {
                throw new IOException($"PutRecords answered {results.Count} results for {batch.Count} records.");
            }
        }
        catch (Exception exception) when (IsWorthRetrying(exception) && !cancellationToken.IsCancellationRequested)
        {
            await RetryAllAsync(batch, exception, cancellationToken).ConfigureAwait(false);
            return;
        }
        catch (AmazonServiceException exception)
        {
            throw new FailureException($"the stream {streamName} takes no records: {exception.ErrorCode}: {exception.Message}", exception);
        }

        failuresInARow = 0;
        Settle(batch, results);
    }

    private void Settle(List<(ShardQueue Shard, Aggregate Aggregate)> batch, List<PutRecordsResultEntry> results)
    {
        foreach (var ofShard in batch.Zip(results, (sent, result) => (sent.Shard, sent.Aggregate, Result: result)).GroupBy(entry => entry.Shard))
        {
            List<Aggregate> refused = [];
            foreach (var (shard, aggregate, result) in ofShard)
            {
                if (result.ErrorCode is null)
                {
                    Accept(aggregate, result.ShardId);
                    mapIsStale |= result.ShardId != shard.ShardId;
                }
                else
                {
                    refused.Add(aggregate);
                    throttledRecords += aggregate.Numbers.Count;
                }
            }

            ofShard.Key.PutBack(refused);
            if (refused.Count > 0)
            {
                ofShard.Key.BackOff(time.Elapsed);
            }
            else
            {
                ofShard.Key.Succeeded();
            }
        }
    }

    private void Accept(Aggregate aggregate, string shardId)
    {
        foreach (var number in aggregate.Numbers)
        {
            accepted(number, shardId);
        }

        Interlocked.Add(ref acceptedRecords, aggregate.Numbers.Count);
    }

    // Without an answer, or after an error of the service, what was sent may have been accepted: sending it again may duplicate it.
    private async Task RetryAllAsync(List<(ShardQueue Shard, Aggregate Aggregate)> batch, Exception cause, CancellationToken cancellationToken)
    {
        foreach (var ofShard in batch.GroupBy(entry => entry.Shard, entry => entry.Aggregate))
        {
            ofShard.Key.PutBack([.. ofShard]);
        }

        var records = batch.Sum(entry => entry.Aggregate.Numbers.Count);
        if (IsThrottling(cause))
        {
            throttledRecords += records;
        }
        else
        {
            ambiguousRecords += records;
        }

        if (++failuresInARow == MaxFailuresInARow)
        {
            throw new FailureException(
                string.Create(CultureInfo.InvariantCulture, $"the stream {streamName} did not answer {MaxFailuresInARow} times in a row: {cause.Message}"),
                cause);
        }

        var longest = 50 << Math.Min(failuresInARow, 5);
        await Task.Delay(TimeSpan.FromMilliseconds(longest * (0.5 + (Random.Shared.NextDouble() / 2))), cancellationToken).ConfigureAwait(false);
    }

    private static bool IsWorthRetrying(Exception exception) => exception switch
    {
        AmazonServiceException service when IsThrottling(service) => true,
        AmazonServiceException service => service.StatusCode >= HttpStatusCode.InternalServerError || service.StatusCode == 0,
        AmazonClientException or HttpRequestException or OperationCanceledException or TimeoutException or IOException => true,
        _ => false,
    };

    private static bool IsThrottling(Exception exception) =>
        exception is AmazonServiceException { ErrorCode: "ProvisionedThroughputExceededException" or "ThrottlingException" or "LimitExceededException" };

    private async Task RefreshMapAsync(CancellationToken cancellationToken)
    {
        var open = new List<Shard>();
        try
        {
            var request = new ListShardsRequest { StreamName = streamName, ShardFilter = new ShardFilter { Type = ShardFilterType.AT_LATEST } };
            do
            {
                var page = await client.ListShardsAsync(request, cancellationToken).ConfigureAwait(false);
                open.AddRange(page.Shards ?? []);
                request = new ListShardsRequest { NextToken = page.NextToken };
            }
            while (request.NextToken is not null);
        }
        catch (Exception exception) when (shards.Length > 0 && IsWorthRetrying(exception) && !cancellationToken.IsCancellationRequested)
        {
            // The old map still delivers; the next answer that names another shard asks again.
            return;
        }

        // Some emulators know no filter: a closed shard is one with a last sequence number.
        open.RemoveAll(shard => shard.SequenceNumberRange?.EndingSequenceNumber is not null);
        Reroute(open);
        mapIsStale = false;
    }

    // An aggregate that was filled for a shard that has closed goes where its own hash key, its first user's, leads. Some users in it may
    // then belong to a sibling shard: Kinesis and a Lambda consumer do not mind.
    private void Reroute(List<Shard> open)
    {
        var old = shards;
        shards =
        [
            .. open
                .Select(shard => (shard.ShardId, Start: UInt128.Parse(shard.HashKeyRange.StartingHashKey, CultureInfo.InvariantCulture)))
                .OrderBy(shard => shard.Start)
                .Select(shard => new ShardQueue(shard.ShardId, shard.Start, maxAggregateBytes, shardBytesPerSecond)),
        ];
        foreach (var aggregate in old.SelectMany(shard => shard.TakeAll()))
        {
            ShardOf(aggregate.HashKey).Add(aggregate);
        }
    }

    private ShardQueue ShardOf(UInt128 hashKey) => Array.FindLast(shards, shard => shard.StartingHashKey <= hashKey) ?? shards[0];

    private static PutRecordsRequestEntry ToEntry(AggregatedBlob blob) =>
        new() { Data = new MemoryStream(blob.Data, writable: false), PartitionKey = blob.PartitionKey, ExplicitHashKey = blob.ExplicitHashKey };
}
