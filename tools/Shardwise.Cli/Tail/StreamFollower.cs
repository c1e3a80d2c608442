using System.Collections.Concurrent;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Shardwise.Cli.Aws;

namespace Shardwise.Cli.Tail;

/// <summary>Reads all shards of a stream as they come, and through reshards: a shard's children begin when it has ended.</summary>
/// <param name="kinesis">The client; best without retries of its own.</param>
/// <param name="service">The service's own time.</param>
/// <param name="stream">The stream's name.</param>
/// <param name="start">Where to begin.</param>
/// <param name="time">The clock of the waits between calls.</param>
internal sealed class StreamFollower(IAmazonKinesis kinesis, ServiceClock service, string stream, TailStart start, TimeProvider time)
{
    private const int RecordsAtOnce = 1_000;
    private const int IteratorsAtOnce = 16;

    // Five reads a second are all that a shard grants its readers together: this one takes one where nothing comes, four where there is more.
    private static readonly TimeSpan IdleWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BusyWait = TimeSpan.FromMilliseconds(250);

    private readonly HashSet<string> _started = [];
    private readonly HashSet<string> _ended = [];

    /// <summary>What records are handed to, a shard's in order; several shards may hand over at once.</summary>
    public required Action<string, IReadOnlyList<Record>> OnRecords { get; init; }

    /// <summary>Told a shard of which something may have been missed.</summary>
    public Action<string> OnSkipped { get; init; } = _ => { };

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
                    readers.Add(ReadAsync(shard.ShardId, null, null, isChild: true, stop.Token));
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

        var began = service.Latest;
        var iterators = new ConcurrentDictionary<string, string>();
        var limits = new ParallelOptions { MaxDegreeOfParallelism = IteratorsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            await ReadyAsync(cancellationToken).ConfigureAwait(false),
            limits,
            async (shard, token) => iterators[shard.ShardId] =
                await PersistentCall.RunAsync(() => IteratorAsync(shard.ShardId, start.Type, start.Time, null, token), time,
                    token).ConfigureAwait(false))
            .ConfigureAwait(false);
        OnReading(iterators.Count);
        return [.. iterators.Select(shard => ReadAsync(shard.Key, shard.Value, began, isChild: false, cancellationToken))];
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
            var page = await PersistentCall.RunAsync(
                () => kinesis.ListShardsAsync(request, cancellationToken), time, cancellationToken).ConfigureAwait(false);
            shards.AddRange(page.Shards ?? []);
            next = page.NextToken;
            if (next is null)
                return shards;
        }
    }

    /// <summary>Reads a shard to its end.</summary>
    /// <returns>The shard.</returns>
    private async Task<string> ReadAsync(string shardId, string? iterator, DateTimeOffset? began, bool isChild, CancellationToken cancellationToken)
    {
        var place = new ShardPlace { IsWhole = isChild || start.Type == ShardIteratorType.TRIM_HORIZON, Time = start.Time ?? began };
        while (true)
        {
            iterator ??= await PersistentCall.RunAsync(
                () => ResumeAsync(shardId, place, cancellationToken), time, cancellationToken).ConfigureAwait(false);
            var current = iterator;
            var asked = service.Latest;
            GetRecordsResponse page;
            try
            {
                var request = new GetRecordsRequest { ShardIterator = current, Limit = RecordsAtOnce };
                page = await PersistentCall.RunAsync(
                    () => kinesis.GetRecordsAsync(request, cancellationToken), time, cancellationToken).ConfigureAwait(false);
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
                place = new ShardPlace { Last = records[^1].SequenceNumber };
            }
            else if (page.MillisBehindLatest == 0 && place is { Last: null, IsWhole: false } && asked is not null)
            {
                // All that there was until it was asked.
                place = place with { Time = asked };
            }

            iterator = page.NextShardIterator;
            if (iterator is null)
                return shardId;
            await Task.Delay(records.Count > 0 || page.MillisBehindLatest > 0 ? BusyWait : IdleWait, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<string> ResumeAsync(string shardId, ShardPlace place, CancellationToken cancellationToken)
    {
        if (place.Last is { } last)
            return IteratorAsync(shardId, ShardIteratorType.AFTER_SEQUENCE_NUMBER, null, last, cancellationToken);
        // A child has nothing from before the tip; from before a time that is past it may have something.
        if (place.IsWhole && start.Time is null)
            return IteratorAsync(shardId, ShardIteratorType.TRIM_HORIZON, null, null, cancellationToken);
        if (place.Time is { } time)
            return IteratorAsync(shardId, ShardIteratorType.AT_TIMESTAMP, time, null, cancellationToken);
        OnSkipped(shardId);
        return IteratorAsync(shardId, ShardIteratorType.LATEST, null, null, cancellationToken);
    }

    private async Task<string> IteratorAsync(
        string shardId, ShardIteratorType type, DateTimeOffset? at, string? after, CancellationToken cancellationToken)
    {
        var request = new GetShardIteratorRequest
        {
            StreamName = stream, ShardId = shardId, ShardIteratorType = type, Timestamp = at?.UtcDateTime, StartingSequenceNumber = after,
        };
        return (await kinesis.GetShardIteratorAsync(request, cancellationToken).ConfigureAwait(false)).ShardIterator;
    }

    /// <summary>
    /// How far a shard was read, by what the service told: the sequence number of its last record, or before there was one a time of its.
    /// </summary>
    private sealed record ShardPlace
    {
        public string? Last { get; init; }

        public DateTimeOffset? Time { get; init; }

        public bool IsWhole { get; init; }
    }
}
