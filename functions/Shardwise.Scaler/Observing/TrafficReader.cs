using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Shardwise.Scaler.Aws;
using Shardwise.Scaler.Basics;
using Shardwise.Scaling;

namespace Shardwise.Scaler.Observing;

/// <summary>
/// Reads the visible minutes of a stream from CloudWatch, and tells "nothing" from "not known".
/// </summary>
/// <remarks>
/// <para>
/// Kinesis puts out no datapoint for a minute without a call, and CloudWatch shows a minute late, so a missing datapoint has two
/// meanings. A minute counts as known only when both IncomingBytes and IncomingRecords have a datapoint. In a known minute, missing
/// WriteProvisionedThroughputExceeded means that nothing was throttled, unless CloudWatch says that its answer is not complete. Any other
/// minute is left out, also one with throttling alone: what was accepted in it is late. A stream without traffic has no known minutes,
/// and so keeps its shards: idle and unseen look the same, and only one of them may be shrunk.
/// </para>
/// <para>
/// Minutes that are read are kept, and only the newest are read again, until the next whole look an hour later. Each metric that is asked
/// for costs: throttling is read every other minute while the stream is neither full nor was throttled of late, since an alarm on it
/// calls at once. For a fleet it is every tenth, and so is the lesser of bytes and records, while it is less than half of the greater: until it is
/// read it is taken to have stayed in its proportion.
/// </para>
/// </remarks>
internal sealed class TrafficReader(MetricReader metrics)
{
    private const string Throttled = "throttled";

    private static readonly MetricQuery Bytes = new("bytes", "IncomingBytes", "Sum");
    private static readonly MetricQuery Records = new("records", "IncomingRecords", "Sum");
    private static readonly MetricQuery TurnedAway = new(Throttled, "WriteProvisionedThroughputExceeded", "Sum");

    // So many minutes before the newest one known are read again; what comes later than this is found by the next whole look.
    private const int LateMinutes = 15;
    private static readonly TimeSpan WholeLooks = TimeSpan.FromHours(1);

    // Fuller than this, throttling says how much more demand there is, and is worth its price each minute.
    private const double Full = 0.8;
    private static readonly TimeSpan ThrottledOfLate = TimeSpan.FromMinutes(15);

    private const double Lesser = 0.5;
    private static readonly TimeSpan EveryOther = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan EveryTenth = TimeSpan.FromMinutes(9);

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>Whether it reads for a fleet.</summary>
    public bool IsThrifty { get; set; }

    /// <summary>What <see cref="ReadAsync"/> would ask for now; <see langword="null"/> when nothing.</summary>
    public MetricRequest? Next(string stream, DateTimeOffset end, int minutes, bool byAlarm)
    {
        var first = end.AddMinutes(-minutes);
        var known = _known.TryGetValue(stream, out var kept) && kept.Covers(first, end) ? kept : null;
        return known?.End == end && (known.ThrottledEnd == end || !byAlarm) ? null
            : new MetricRequest(stream, Queries(known, end, byAlarm), known is null ? first : known.ReadAgainFrom(first, end), end);
    }

    /// <summary>The load of the newest minute that is known, in full shards; 0 when none is.</summary>
    public double Load(string stream) => _known.TryGetValue(stream, out var known) && known.Minutes is [.., var newest] ? newest.AcceptedShards : 0;

    /// <summary>
    /// Known minutes, oldest first, that ended by <paramref name="end"/>, and the end at which the newest of them was first read: not known
    /// when a process begins.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="end">When the newest of them ends.</param>
    /// <param name="minutes">How many to look back.</param>
    /// <param name="open">Open shards now.</param>
    /// <param name="byAlarm">Whether writes are known to be throttled.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <exception cref="AwsCallException">The metrics could not be read.</exception>
    public async Task<(IReadOnlyList<MetricMinute> Minutes, DateTimeOffset? NewestSince)> ReadAsync(
        string stream, DateTimeOffset end, int minutes, int open, bool byAlarm, CancellationToken cancellationToken)
    {
        var first = end.AddMinutes(-minutes);
        var known = _known.TryGetValue(stream, out var kept) && kept.Covers(first, end) ? kept : null;
        // A second look within the minute sees the same minutes.
        if (known?.End == end && (known.ThrottledEnd == end || (IsThrifty && !byAlarm)))
            return (known.Minutes, known.NewestSince);

        var start = known is null ? first : known.ReadAgainFrom(first, end);
        var queries = Queries(known, end, byAlarm);
        var series = await metrics.ReadAsync(stream, queries, start, end, 1, cancellationToken);
        var isRead = queries.Contains(TurnedAway);
        if (known is not null && (!queries.Contains(Bytes) || !queries.Contains(Records)))
            series = known.InProportion(series, queries.Contains(Bytes));
        var read = Read(series, start, end, known, isRead);
        if (!isRead && !(read is [.., var newest] && newest.AcceptedShards < Full * open))
        {
            var throttled = await metrics.ReadAsync(stream, [TurnedAway], start, end, 1, cancellationToken);
            isRead = true;
            read = Read(new Dictionary<string, Series>(series) { [Throttled] = Of(throttled, Throttled) }, start, end, known, isRead);
        }

        var all = known is null ? read : known.Before(first, start, read);
        var newestSince = NewestSince(kept, all, end);
        _known[stream] = new Known(all, first, end, known?.WholeLook ?? end, isRead ? end : known!.ThrottledEnd, newestSince)
        {
            BothEnd = queries.Contains(Bytes) && queries.Contains(Records) ? end : known!.BothEnd,
        };
        return (all, newestSince);
    }

    private List<MetricQuery> Queries(Known? known, DateTimeOffset end, bool byAlarm)
    {
        if (known is null || byAlarm)
            return [Bytes, Records, TurnedAway];
        var mayWait = end - known.ThrottledEnd <= (IsThrifty ? EveryTenth : EveryOther) && !known.WasThrottledSince(end - ThrottledOfLate);
        List<MetricQuery> queries = !IsThrifty || end - known.BothEnd > EveryTenth ? [Bytes, Records]
            : known.Greater(Lesser) switch { true => [Bytes], false => [Records], null => [Bytes, Records] };
        if (!mayWait)
            queries.Add(TurnedAway);
        return queries;
    }

    // A look before this one is needed to tell that a minute is new.
    private static DateTimeOffset? NewestSince(Known? before, List<MetricMinute> minutes, DateTimeOffset end) =>
        before is null || minutes.Count == 0 ? null
        : before.Minutes is [.., var newest] && newest.Start >= minutes[^1].Start ? before.NewestSince
        : end;

    private static List<MetricMinute> Read(
        IReadOnlyDictionary<string, Series> series, DateTimeOffset start, DateTimeOffset end, Known? known, bool withThrottled)
    {
        var (bytes, records, throttled) = (Of(series, Bytes.Id), Of(series, Records.Id), Of(series, Throttled));
        var read = new List<MetricMinute>((int)(end - start).TotalMinutes);
        for (var minute = start; minute < end; minute = minute.AddMinutes(1))
        {
            var isComplete = throttled.Values.TryGetValue(minute, out var turnedAway) || throttled.Complete;
            if (!withThrottled && known is not null)
                turnedAway = known.ThrottledIn(minute);
            if (isComplete && bytes.Values.TryGetValue(minute, out var size) && records.Values.TryGetValue(minute, out var count))
                read.Add(new MetricMinute(minute, size, count, turnedAway));
        }

        return read;
    }

    private static Series Of(IReadOnlyDictionary<string, Series> series, string id) => series.GetValueOrDefault(id) ?? new Series();

    /// <summary>What was read of a stream, and how far.</summary>
    private sealed record Known(
        List<MetricMinute> Minutes, DateTimeOffset First, DateTimeOffset End, DateTimeOffset WholeLook, DateTimeOffset ThrottledEnd,
        DateTimeOffset? NewestSince)
    {
        /// <summary>Up to when both bytes and records were read.</summary>
        public DateTimeOffset BothEnd { get; init; }

        // Whether bytes are the greater of both by so much in each known minute, or records (false); null where neither is.
        public bool? Greater(double lesser)
        {
            var (bytes, records) = (Minutes.Count > 0, Minutes.Count > 0);
            foreach (var minute in CollectionsMarshal.AsSpan(Minutes))
            {
                var (byBytes, byRecords) = (minute.Bytes / ShardCapacity.BytesPerMinute, minute.Records / ShardCapacity.RecordsPerMinute);
                bytes &= byRecords < lesser * byBytes;
                records &= byBytes < lesser * byRecords;
            }

            return bytes ? true : records ? false : null;
        }

        // The series that was not read, as the newest known minute has it to the one that was.
        public IReadOnlyDictionary<string, Series> InProportion(IReadOnlyDictionary<string, Series> read, bool hasBytes)
        {
            var newest = Minutes[^1];
            var (from, to, factor) = hasBytes ? (TrafficReader.Bytes.Id, TrafficReader.Records.Id, newest.Records / newest.Bytes)
                : (TrafficReader.Records.Id, TrafficReader.Bytes.Id, newest.Bytes / newest.Records);
            var source = Of(read, from);
            var estimated = new Series(source.Values.Count) { Complete = source.Complete };
            foreach (var (minute, value) in source.Values)
                estimated.Values[minute] = value * factor;
            return new Dictionary<string, Series>(read, StringComparer.Ordinal) { [to] = estimated };
        }

        // An earlier end is a clock that went back, or a schedule that comes after an alarm: both look anew.
        public bool Covers(DateTimeOffset first, DateTimeOffset end) =>
            First <= first && End <= end && end - End < TimeSpan.FromMinutes(LateMinutes) && end - WholeLook < WholeLooks;

        // Metrics that are late by a constant time are still to come where the newest known minute ends.
        public DateTimeOffset ReadAgainFrom(DateTimeOffset first, DateTimeOffset end)
        {
            var newest = Minutes is [.., var last] && last.Start < end ? last.Start : end;
            var from = newest.AddMinutes(-LateMinutes);
            return from > first ? from : first;
        }

        public bool WasThrottledSince(DateTimeOffset since)
        {
            for (var i = Minutes.Count - 1; i >= 0 && Minutes[i].Start >= since; i--)
            {
                if (Minutes[i].ThrottledRecords > 0)
                    return true;
            }

            return false;
        }

        // What is kept of the minutes from the first one on, and after it what was read anew from the start on.
        public List<MetricMinute> Before(DateTimeOffset first, DateTimeOffset start, List<MetricMinute> read)
        {
            var from = Minutes.FindIndex(minute => minute.Start >= first);
            var to = Minutes.FindLastIndex(minute => minute.Start < start) + 1;
            var all = new List<MetricMinute>(Math.Max(0, to - from) + read.Count);
            if (from >= 0 && to > from)
                all.AddRange(CollectionsMarshal.AsSpan(Minutes)[from..to]);
            all.AddRange(read);
            return all;
        }

        public double ThrottledIn(DateTimeOffset start)
        {
            for (var i = Minutes.Count - 1; i >= 0 && Minutes[i].Start >= start; i--)
            {
                if (Minutes[i].Start == start)
                    return Minutes[i].ThrottledRecords;
            }

            return 0;
        }
    }
}
