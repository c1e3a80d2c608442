using System.Globalization;
using Shardwise.Scaler.Basics;
using Shardwise.Scaler.Ledgers;
using Shardwise.Scaler.Observing;
using Shardwise.Scaling;

namespace Shardwise.Scaler.Deciding;

/// <summary>
/// Uneven load: writes are throttled while the stream as a whole is not full. Shard-level metrics are turned on, the hot range is found
/// and split, and the metrics, which cost by the shard, are turned off when it is over.
/// </summary>
internal static class HotSpots
{
    // Fuller than this, throttling needs no unevenness to be explained.
    private const double NotFull = 0.7;

    // Below one record in a hundred it is a moment within the minute.
    private const double ThrottledShare = 0.01;

    // Two halvings take a key's neighbours to a quarter. What still throttles then is the key.
    private const int MostSplits = 2;

    // A range this much narrower than an equal one is a half that was made for this hot spot; a wider one is a new place.
    private const double Narrow = 0.6;

    // Of all that is throttled, the least part that makes one shard the cause.
    private const double OfAllThrottled = 0.5;

    private const int Recent = 3;
    private static readonly TimeSpan QuietAfterSplit = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan QuietAfterBeyond = TimeSpan.FromMinutes(15);

    // Equal ranges put hot keys back beside each other: a relief is not undone for less than half of the shards, or before this has passed.
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(12);
    private const double WorthUndoing = 0.5;

    // Whose key is in the shard of one that is more than a shard is turned away with it: of other keys so much of a shard at most is left beside it.
    private const double LoadBesideAKey = 0.1;

    public static bool IsUneven(TrafficMinute minute) =>
        minute.ThrottledRecords >= ThrottledShare * Math.Max(minute.Records, 1) && minute.AcceptedShards < NotFull * minute.OpenShards;

    /// <summary>The minutes without the throttling that unevenness explains: more shards would not take it away.</summary>
    public static IReadOnlyList<TrafficMinute> WithoutUneven(IReadOnlyList<TrafficMinute> minutes) =>
        minutes.Any(IsUneven) ? [.. minutes.Select(minute => IsUneven(minute) ? minute with { ThrottledRecords = 0 } : minute)] : minutes;

    /// <summary>The fewest shards while one key is more than a shard can take, so that few others share its shard; 0 while none is known to
    /// be.</summary>
    public static int Floor(StreamObservation observed)
    {
        if (observed.Ledger.State.Hot is not { IsBeyondSplits: true })
            return 0;
        // The key's own shard takes one, whatever the key has.
        var others = observed.Newest(Recent).Select(minute => minute.AcceptedShards - 1).DefaultIfEmpty().Max();
        return Math.Clamp((int)Math.Ceiling(others / LoadBesideAKey), 0, observed.OpenShards);
    }

    /// <summary>Whether a way down to so many shards is worth the ranges that it makes equal again.</summary>
    public static bool IsWorthUndoing(int shards, int open) => shards <= open * WorthUndoing;

    /// <summary>Whether a way down would undo more than it saves.</summary>
    public static bool KeepsFromGoingDown(StreamObservation observed, Decision decision) =>
        observed.Ledger.State.Hot is not null && decision.OpenShards <= observed.Observation.Target.MaxShards
        && decision.TargetShards < decision.OpenShards && !IsWorthUndoing(decision.TargetShards.Value, decision.OpenShards);

    public static HotVerdict Look(StreamObservation observed)
    {
        var now = observed.Observation.Now;
        var suspected = observed.Newest(Recent).Any(IsUneven);
        if (observed.Ledger.State.Hot is not { } hot)
            return suspected ? Begun(observed) : new HotVerdict(Hot: null);
        if (hot.IsRelieved)
            return suspected ? Begun(observed) : new HotVerdict(now - hot.SplitAt < Remembered ? hot : null);
        if (IsOver(observed, hot))
            return Ended(observed, hot);
        if (hot.IsBeyondSplits)
            return new HotVerdict(hot)
            {
                BeyondSplits = suspected ? "writes are still throttled at one place; see the log of its beginning" : null,
                Action = hot.MetricsAreOurs && observed.ShardMetricsOn ? Off(observed) : null,
            };
        return observed.ShardMetricsOn ? Relieved(observed, hot) : new HotVerdict(hot with { MetricsAreOurs = true }) { Action = On(observed) };
    }

    private static HotVerdict Begun(StreamObservation observed) =>
        new(new HotSpot(Minutes.Whole(observed.Observation.Now)) { MetricsAreOurs = !observed.ShardMetricsOn })
        {
            Action = observed.ShardMetricsOn ? null : On(observed),
            Note = "writes are throttled although the stream is not full, so one range is hotter than the rest: "
                + "looking for it in shard-level metrics",
        };

    // Not seen is not over: a newest minute that is old says nothing.
    private static bool IsOver(StreamObservation observed, HotSpot hot)
    {
        var quiet = hot.IsBeyondSplits ? QuietAfterBeyond : QuietAfterSplit;
        var minutes = observed.Observation.Minutes;
        return minutes is [.., var newest] && newest.Start >= (hot.SplitAt ?? hot.Since) + quiet
            && minutes.All(minute => minute.Start <= newest.Start - quiet || !(minute.ThrottledRecords > 0));
    }

    private static HotVerdict Ended(StreamObservation observed, HotSpot hot)
    {
        var remembered = hot.SplitAt is null ? null : hot with { IsRelieved = true, IsBeyondSplits = false, MetricsAreOurs = false };
        return hot.MetricsAreOurs && observed.ShardMetricsOn
            ? new HotVerdict(remembered) { Action = Off(observed), Note = "the load is even again" }
            : new HotVerdict(remembered);
    }

    private static HotVerdict Relieved(StreamObservation observed, HotSpot hot)
    {
        if (Hottest(observed, hot) is not { } hottest)
            return new HotVerdict(hot);

        var range = observed.Shards.FirstOrDefault(shard => shard.Id == hottest.ShardId);
        if (range.Id is null)
            return new HotVerdict(hot);

        // In a new place, counting begins anew.
        var splits = range.Share * observed.OpenShards > Narrow ? 0 : hot.Splits;
        if (splits >= MostSplits || range.Width < 2)
            return Beyond(hot, Evidence(hottest, range, splits) + Kept(observed, hot));
        if (observed.OpenShards + 1 > Math.Min(observed.Observation.Target.MaxShards, observed.Observation.Limits.MaxShards))
            return new HotVerdict(hot)
            {
                Note = Invariant($"{Place(hottest, range)}, and a split would help, but the maximum is {observed.OpenShards} shards"),
            };
        return new HotVerdict(hot with { Splits = splits + 1, SplitAt = Minutes.Whole(observed.Observation.Now) })
        {
            Action = new ScalingAction(ActionKind.SplitShard, observed.OpenShards, observed.OpenShards + 1) { Shard = range, SplitAt = range.Middle },
            Note = $"{Place(hottest, range)}, which is now split",
        };
    }

    private static string Kept(StreamObservation observed, HotSpot hot) =>
        Floor(observed with
        {
            Ledger = observed.Ledger with { State = observed.Ledger.State with { Hot = hot with { IsBeyondSplits = true } } },
        }) is > 0 and var floor
            ? Invariant($"; while it lasts, {floor} shards are kept, so that few other keys share its shard") : "";

    private static HotVerdict Beyond(HotSpot hot, string evidence) => new(hot with { IsBeyondSplits = true })
    {
        BeyondSplits = evidence, Note = evidence,
    };

    // Only minutes that began after the last change tell what it led to.
    private static ShardMinute? Hottest(StreamObservation observed, HotSpot hot)
    {
        var from = (hot.SplitAt ?? hot.Since).AddMinutes(1);
        var visible = observed.ShardMinutes.Where(minute => minute.Start >= from).ToList();
        if (visible.Count == 0)
            return null;
        var newest = visible.Where(minute => minute.Start == visible[^1].Start).ToList();
        var hottest = newest.MaxBy(minute => minute.ThrottledRecords);
        return hottest.ThrottledRecords > 0 && hottest.ThrottledRecords >= OfAllThrottled * newest.Sum(minute => minute.ThrottledRecords)
            ? hottest
            : null;
    }

    /// <summary>The load of the hottest shard over the mean of all.</summary>
    public static double? Skew(StreamObservation observed)
    {
        if (observed.ShardMinutes is not [.., var last])
            return null;
        var loads = observed.ShardMinutes.Where(minute => minute.Start == last.Start).Select(Load).ToList();
        var mean = loads.Sum() / Math.Max(1, observed.OpenShards);
        return mean > 0 ? loads.Max() / mean : null;
    }

    private static double Load(ShardMinute minute) =>
        Math.Max(minute.Bytes / ShardCapacity.BytesPerMinute, minute.Records / ShardCapacity.RecordsPerMinute);

    private static string Place(ShardMinute minute, ShardRange range) =>
        Invariant($"{minute.ShardId} ({range.Share * 100:0.##} % of the key space) took {Load(minute) * 100:0} % of a shard and turned away ")
        + Invariant($"{minute.ThrottledRecords:N0} records in the minute {minute.Start.UtcDateTime:HH:mm} UTC");

    private static string Evidence(ShardMinute minute, ShardRange range, int splits) =>
        Invariant($"{Place(minute, range)} after {splits} splits around it: ")
        + "one partition key is more than a shard can take, and no reshard can help it";

    private static ScalingAction On(StreamObservation observed) => new(ActionKind.EnableEnhancedMonitoring, observed.OpenShards, observed.OpenShards);

    private static ScalingAction Off(StreamObservation observed) =>
        new(ActionKind.DisableEnhancedMonitoring, observed.OpenShards, observed.OpenShards);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
