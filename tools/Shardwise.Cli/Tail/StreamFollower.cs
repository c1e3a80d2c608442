using System.Collections.Concurrent;
using System.Net;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;

namespace Shardwise.Cli.Tail;

/// <summary>Reads all shards of a stream as they come, and through reshards: a shard's children begin when it has ended.</summary>
/// <param name="kinesis">The client; best without retries of its own.</param>
/// <param name="stream">The stream's name.</param>
/// <param name="start">Where to begin.</param>
/// <param name="time">The clock of the waits between calls.</param>
internal sealed class StreamFollower(IAmazonKinesis kinesis, string stream, TailStart start, TimeProvider time)
{
    private const int RecordsAtOnce = 1_000;
    private const int IteratorsAtOnce = 16;
    private const int MostFailuresInRow = 8;

    // Five reads a second are all that a shard grants its readers together: this one takes one where nothing comes, four where there is more.
    private static readonly TimeSpan IdleWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BusyWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(5);

    private readonly DateTimeOffset _began = time.GetUtcNow();
    private readonly HashSet<string> _started = [];
    private readonly HashSet<string> _ended = [];

    /// <summary>What records are handed to, a shard's in order; several shards may hand over at once.</summary>
    public required Action<string, IReadOnlyList<Record>> OnRecords { get; init; }

    /// <summary>Told once, with the number of shards, when from then on nothing that comes is missed.</summary>
    public Action<int> OnReading { get; init; } = _ => { };

    /// <summary>Reads until it is stopped; ends by itself only with an exception.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var readers = await BeginAsync(stop.Token).ConfigureAwait(false);
        try
        {
            while (true)
            {
                if (readers.Count == 0)
                    await Task.Delay(IdleWait, time, cancellationToken).ConfigureAwait(false);
                else
                    _ended.Add(await TakeFinishedAsync(readers).ConfigureAwait(false));

                foreach (var shard in await ReadyAsync(cancellationToken).ConfigureAwait(false))
                    readers.Add(ReadAsync(shard.ShardId, null, isChild: true, stop.Token));
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await ((Task)Task.WhenAll(readers)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<string> TakeFinishedAsync(List<Task<string>> readers)
    {
        var finished = await Task.WhenAny(readers).ConfigureAwait(false);
        readers.Remove(finished);
        return await finished.ConfigureAwait(false);
    }

    private async Task<List<Task<string>>> BeginAsync(CancellationToken cancellationToken)
    {
        if (start.Type == ShardIteratorType.LATEST)
        {
            // Whatever is closed by now lies before the tip.
            foreach (var shard in await ShardsAsync(cancellationToken).ConfigureAwait(false))
            {
                if (shard.SequenceNumberRange?.EndingSequenceNumber is not null)
                {
                    _started.Add(shard.ShardId);
                    _ended.Add(shard.ShardId);
                }
            }
        }

        var iterators = new ConcurrentDictionary<string, string>();
        var limits = new ParallelOptions { MaxDegreeOfParallelism = IteratorsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            await ReadyAsync(cancellationToken).ConfigureAwait(false),
            limits,
            async (shard, token) => iterators[shard.ShardId] =
                await PersistAsync(() => IteratorAsync(shard.ShardId, start.Type, start.Time, null, token), token).ConfigureAwait(false))
            .ConfigureAwait(false);
        OnReading(iterators.Count);
        return [.. iterators.Select(shard => ReadAsync(shard.Key, shard.Value, isChild: false, cancellationToken))];
    }

    /// <summary>The shards that nobody reads yet and whose parents have ended, or are no longer known.</summary>
    private async Task<List<Shard>> ReadyAsync(CancellationToken cancellationToken)
    {
        var shards = await ShardsAsync(cancellationToken).ConfigureAwait(false);
        var known = shards.Select(shard => shard.ShardId).ToHashSet();
        var ready = shards
            .Where(shard => !_started.Contains(shard.ShardId) && IsOver(shard.ParentShardId) && IsOver(shard.AdjacentParentShardId))
            .ToList();
        _started.UnionWith(ready.Select(shard => shard.ShardId));
        return ready;

        bool IsOver(string? parent) => parent is null || !known.Contains(parent) || _ended.Contains(parent);
    }

    private async Task<List<Shard>> ShardsAsync(CancellationToken cancellationToken)
    {
        var shards = new List<Shard>();
        for (string? next = null; ;)
        {
            var request = next is null ? new ListShardsRequest { StreamName = stream } : new ListShardsRequest { NextToken = next };
            var page = await PersistAsync(() => kinesis.ListShardsAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
            shards.AddRange(page.Shards ?? []);
            next = page.NextToken;
            if (next is null)
                return shards;
        }
    }

    /// <summary>Reads a shard to its end.</summary>
    /// <returns>The shard.</returns>
    private async Task<string> ReadAsync(string shardId, string? iterator, bool isChild, CancellationToken cancellationToken)
    {
        string? last = null;
        while (true)
        {
            iterator ??= await PersistAsync(() => ResumeAsync(shardId, isChild, last, cancellationToken), cancellationToken).ConfigureAwait(false);
            var current = iterator;
            GetRecordsResponse page;
            try
            {
                var request = new GetRecordsRequest { ShardIterator = current, Limit = RecordsAtOnce };
                page = await PersistAsync(() => kinesis.GetRecordsAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
            }
            catch (ExpiredIteratorException)
            {
                // This machine slept, say: the place in the shard is known all the same.
                iterator = null;
                continue;
            }

            var records = page.Records ?? [];
            if (records.Count > 0)
            {
                OnRecords(shardId, records);
                last = records[^1].SequenceNumber;
            }

            iterator = page.NextShardIterator;
            if (iterator is null)
                return shardId;
            await Task.Delay(records.Count > 0 || page.MillisBehindLatest > 0 ? BusyWait : IdleWait, time, cancellationToken).ConfigureAwait(false);
        }
    }

    // All that a child has came after the tip; after a time that is past not necessarily.
    private Task<string> ResumeAsync(string shardId, bool isChild, string? last, CancellationToken cancellationToken) =>
        last is not null ? IteratorAsync(shardId, ShardIteratorType.AFTER_SEQUENCE_NUMBER, null, last, cancellationToken)
        : start.Time is { } time ? IteratorAsync(shardId, ShardIteratorType.AT_TIMESTAMP, time, null, cancellationToken)
        : isChild || start.Type == ShardIteratorType.TRIM_HORIZON
            ? IteratorAsync(shardId, ShardIteratorType.TRIM_HORIZON, null, null, cancellationToken)
        : IteratorAsync(shardId, ShardIteratorType.AT_TIMESTAMP, _began, null, cancellationToken);

    private async Task<string> IteratorAsync(
        string shardId, ShardIteratorType type, DateTimeOffset? at, string? after, CancellationToken cancellationToken)
    {
        var request = new GetShardIteratorRequest
        {
            StreamName = stream, ShardId = shardId, ShardIteratorType = type, Timestamp = at?.UtcDateTime, StartingSequenceNumber = after,
        };
        return (await kinesis.GetShardIteratorAsync(request, cancellationToken).ConfigureAwait(false)).ShardIterator;
    }

    /// <summary>Makes a call again while it fails for reasons that pass, a bounded number of times.</summary>
    private async Task<T> PersistAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                return await call().ConfigureAwait(false);
            }
            catch (Exception exception) when (failures < MostFailuresInRow && Passes(exception) && !cancellationToken.IsCancellationRequested)
            {
                var longest = Math.Min(FirstBackoff.TotalMilliseconds * Math.Pow(2, failures - 1), LongestBackoff.TotalMilliseconds);
                var wait = TimeSpan.FromMilliseconds(longest * (0.5 + (Random.Shared.NextDouble() / 2)));
                await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static bool Passes(Exception exception) => exception switch
    {
        // By their codes, since not every call has an exception of its own for each.
        AmazonServiceException
        {
            ErrorCode: "ProvisionedThroughputExceededException" or "LimitExceededException" or "ThrottlingException" or "KMSThrottlingException",
        } => true,
        AmazonServiceException service => service.StatusCode is >= HttpStatusCode.InternalServerError or 0,
        HttpRequestException or IOException or TimeoutException or TaskCanceledException or AmazonClientException => true,
        _ => false,
    };
}
