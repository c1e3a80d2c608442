using System.Collections.Concurrent;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Shardwise.Scaler.Aws;
using Shardwise.Scaler.Basics;
using Shardwise.Scaler.Ledgers;
using Shardwise.Scaling;

namespace Shardwise.Scaler.Observing;

/// <summary>Puts the stream summary, the ledger and the metrics together into one observed.</summary>
internal sealed class StreamObserver(IAmazonKinesis kinesis, MetricReader metrics, LedgerStore store, AccountRates rates)
{
    // Of a fleet's stream at rest, how it was is how it is: nothing is done before it was looked at anew.
    private static readonly TimeSpan RememberedFor = TimeSpan.FromMinutes(5);

    // The policy looks at an hour; what is more bridges the time until a history is read again.
    private const int VisibleMinutes = 75;

    // Throttling in the newest of so many makes the shards worth a look.
    private const int Recent = 3;

    private readonly TrafficReader _traffic = new(metrics);
    private readonly ReadingSideReader _readers = new(kinesis, metrics);
    private readonly ShardReader _shards = new(kinesis, metrics);
    private readonly HistoryReader _history = new(metrics);
    private readonly CommitmentReader _commitment = new(kinesis);
    private readonly ConcurrentDictionary<string, StreamLook> _looks = new(StringComparer.Ordinal);

    /// <summary>Reads the metrics of many streams ahead, and from now on no more of them than a fleet needs.</summary>
    /// <exception cref="AwsCallException">They could not be read; each stream then reads its own.</exception>
    public Task ReadAheadAsync(IEnumerable<string> streams, DateTimeOffset now, bool byAlarm, CancellationToken cancellationToken)
    {
        (_traffic.IsThrifty, _readers.IsThrifty) = (true, true);
        var end = Minutes.Whole(now).AddMinutes(byAlarm ? 0 : -1);
        var requests = streams.Select(stream => _traffic.Next(stream, end, VisibleMinutes, byAlarm)).OfType<MetricRequest>();
        if (!byAlarm)
            requests = requests.Select(request => request with { Queries = [.. request.Queries, .. _readers.Next(request.Stream, now)] });
        return metrics.ReadAheadAsync([.. requests], cancellationToken);
    }

    /// <summary>How urgent a stream is: its newest known load over its shards when last looked at; unknown ones first.</summary>
    public double Urgency(string stream) =>
        _looks.TryGetValue(stream, out var look) ? _traffic.Load(stream) / look.OpenShards : double.PositiveInfinity;

    /// <summary>What was remembered of a stream is no longer so.</summary>
    public void Forget(string stream) => _looks.TryRemove(stream, out _);

    /// <param name="target">The stream and its bounds.</param>
    /// <param name="now">The time of the minute.</param>
    /// <param name="byAlarm">Whether an alarm began it.</param>
    /// <param name="mayRemember">Whether the stream and its ledger may be as they were a few minutes ago, when it was at rest.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <exception cref="AwsCallException">A call failed that the minute cannot go on without.</exception>
    public async Task<ObservationResult> ReadAsync(
        ScalingTarget target, DateTimeOffset now, bool byAlarm, bool mayRemember, CancellationToken cancellationToken)
    {
        var stream = target.StreamName;
        store.Describe(target);
        var remembered = mayRemember && _looks.TryGetValue(stream, out var look) && now - look.At < RememberedFor && now >= look.At ? look : null;
        var found = remembered?.Summary ?? await SummaryAsync(stream, cancellationToken);
        if (NothingToDecide(target, found) is { } nothing)
            return nothing;
        var summary = found!;
        // Of such accounts alone does a stream tell its warm throughput.
        if (target.WarmThroughput && summary.WarmThroughput is null && await _commitment.IsMissingAsync(now, cancellationToken))
            return CommitmentMissing(stream);

        var readingLedger = remembered is not null
            ? Task.FromResult((remembered.Ledger, remembered.Mode, remembered.Problem))
            : store.ReadAsync(stream, cancellationToken);
        var readingTraffic = TrafficAsync(target, Open(target, summary), now, byAlarm, cancellationToken);
        var readingSide = ReadersAsync(stream, summary, now, cancellationToken);
        var readingHistory = _history.ReadAsync(stream, now, cancellationToken);
        await Task.WhenAll(readingLedger, readingTraffic, readingSide, readingHistory);
        var (ledger, mode, ledgerProblem) = await readingLedger;
        var (minutes, newestSince, trafficProblem) = await readingTraffic;
        var (side, sideProblem) = await readingSide;

        var open = Open(target, summary);
        int? warm = target.WarmThroughput ? Math.Max(0, summary.WarmThroughput?.TargetMiBps ?? 0) : null;
        var atRest = summary.StreamStatus == StreamStatus.ACTIVE;
        // What Kinesis grows by itself is nobody's operation: of warm throughput the ledger knows what was asked for.
        var squared = LedgerReconciler.Reconcile(ledger, warm is { } asked ? Math.Max(1, asked) : open, atRest, now, target.WarmThroughput);
        var keeping = await KeepAsync(stream, squared, mode, atRest, cancellationToken);
        var observed = new StreamObservation
        {
            Ledger = squared.Ledger,
            Mode = mode,
            OpenShards = open,
            OtherInvocation = squared.OtherInvocation,
            ByAlarm = byAlarm,
            Readers = side,
            ShardMetricsOn = ShardMetrics.Names.All(MetricsOf(summary).Contains),
            Observation = new Observation
            {
                Now = now,
                Target = target.At(now),
                Limits = target.WarmThroughput ? ReshardLimits.OfWarmThroughput : new ReshardLimits(),
                WarmThroughput = warm,
                OpenShards = open,
                ReshardInFlight = !atRest || squared.OtherInvocation,
                Operations = squared.Ledger.Operations,
                Steps = squared.Ledger.Steps,
                Minutes = MinutesOf(minutes, target.WarmThroughput ? new Ledger() : squared.Ledger, open),
                NewestSince = newestSince,
                History = await readingHistory,
            },
        };
        if (remembered is null)
            Remember(stream, summary, squared, mode, ledgerProblem, now);
        return new ObservationResult
        {
            IsRemembered = remembered is not null,
            Problem = new[] { ledgerProblem, squared.Note, keeping, trafficProblem, sideProblem }.Aggregate(Sentences.Join),
            Observation = atRest && NeedsShards(observed) ? await WithShardsAsync(observed, cancellationToken) : observed,
        };
    }

    private async Task<StreamDescriptionSummary?> SummaryAsync(string stream, CancellationToken cancellationToken)
    {
        await AwsCall.TurnAsync("DescribeStreamSummary", rates.DescribeAsync(cancellationToken));
        var response = await AwsCall.RunAsync("DescribeStreamSummary", () => kinesis.DescribeStreamSummaryAsync(
            new DescribeStreamSummaryRequest { StreamName = stream }, cancellationToken));
        return response.StreamDescriptionSummary;
    }

    // Only what nothing is going on with: no call under way or written down, no sequence, no hot range, no word that is not written yet.
    private void Remember(
        string stream, StreamDescriptionSummary summary, ReconciledLedger squared, ScalerMode mode, string? problem, DateTimeOffset now)
    {
        var ledger = squared.Ledger;
        if (summary.StreamStatus == StreamStatus.ACTIVE && !squared.OtherInvocation && !ledger.NewestIsPending
            && ledger.State is { Next: null, Goal: null, Hot: null }
            && !store.HoldsUnwritten(stream))
            _looks[stream] = new StreamLook(summary, ledger, mode, problem, now);
        else
            Forget(stream);
    }

    // What an on-demand stream can take is not its shards' business alone: it says it in MiB/s.
    private static int Open(ScalingTarget target, StreamDescriptionSummary summary) =>
        target.WarmThroughput && summary.WarmThroughput?.CurrentMiBps is { } current and >= 1 ? current : summary.OpenShardCount!.Value;

    private static ObservationResult CommitmentMissing(string stream) => new()
    {
        Outcome = Outcome.CommitmentMissing,
        Reason = $"Stream {stream} cannot be warmed: the account has no On-demand Advantage. "
            + "Enable MinimumThroughputBillingCommitment (UpdateAccountSettings), "
            + "which commits to 25 MiB/s in and out, or take warm throughput out of the scaler's target.",
    };

    private static ObservationResult? NothingToDecide(ScalingTarget target, StreamDescriptionSummary? summary)
    {
        var stream = target.StreamName;
        var isOnDemand = summary?.StreamModeDetails?.StreamMode == StreamMode.ON_DEMAND;
        if (target.WarmThroughput && summary is not null && !isOnDemand)
            return new ObservationResult
            {
                Outcome = Outcome.NotOnDemand, Reason = $"Stream {stream} is left alone: its target is for warm throughput, and it is provisioned.",
            };
        if (isOnDemand && !target.WarmThroughput)
            return new ObservationResult
            {
                Outcome = Outcome.OnDemand, Reason = $"Stream {stream} is left alone: it is on-demand and scales by itself.",
            };
        if (summary?.StreamStatus is not { } status || status == StreamStatus.CREATING || status == StreamStatus.DELETING
            || summary.OpenShardCount is not >= 1)
            return new ObservationResult
            {
                Outcome = Outcome.NotActive, Reason = $"Stream {stream} is left alone: its status is {summary?.StreamStatus?.Value ?? "unknown"}.",
            };
        return null;
    }

    // Ledger that changed by looking are written at once, unless a write would be refused, or nothing may be changed.
    private async Task<string?> KeepAsync(string stream, ReconciledLedger squared, ScalerMode mode, bool atRest, CancellationToken cancellationToken)
    {
        if (!squared.Changed && !store.HoldsUnwritten(stream))
            return null;
        if (mode == ScalerMode.DryRun || !atRest)
        {
            if (squared.Changed)
                store.Hold(stream, squared.Ledger);
            return mode == ScalerMode.DryRun ? null : "the ledger is still not written: no tag can be written while the stream is updating";
        }

        return await store.WriteOnceAsync(stream, squared.Ledger, cancellationToken) is { } failure
            ? $"the ledger is still not written: {failure}"
            : null;
    }

    // Without metrics the bounds still hold, so a CloudWatch that is throttled or away ends nothing.
    private async Task<(IReadOnlyList<MetricMinute> Minutes, DateTimeOffset? NewestSince, string? Problem)> TrafficAsync(
        ScalingTarget target, int open, DateTimeOffset now, bool byAlarm, CancellationToken cancellationToken)
    {
        // A newer minute may be partial. The alarm has seen it already, and asks what to do about it.
        var end = Minutes.Whole(now).AddMinutes(byAlarm ? 0 : -1);
        try
        {
            var (minutes, newestSince) = await _traffic.ReadAsync(target.StreamName, end, VisibleMinutes, open, byAlarm, cancellationToken);
            return (minutes, newestSince, null);
        }
        catch (AwsCallException error) when (IsPassing(error))
        {
            return ([], null, $"no metrics in this minute: {error.Message}");
        }
    }

    private async Task<(ReadingSide? Side, string? Problem)> ReadersAsync(
        string stream, StreamDescriptionSummary summary, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            return (await _readers.ReadAsync(stream, summary, now, cancellationToken), null);
        }
        catch (AwsCallException error) when (IsPassing(error))
        {
            return (null, $"consumers are not seen in this minute: {error.Message}");
        }
    }

    private static bool IsPassing(AwsCallException error) =>
        error.Failure is AwsFailure.Throttled or AwsFailure.LimitExceeded or AwsFailure.Unanswered;

    // The list of shards is needed to split and merge, and where throttling may have a place.
    private static bool NeedsShards(StreamObservation observed) => !observed.Observation.Target.WarmThroughput && HasPlaces(observed);

    private static bool HasPlaces(StreamObservation observed) =>
        observed.Ledger.State is { Goal: not null } or { Hot: not null }
        || observed.Newest(Recent).Any(minute => minute.ThrottledRecords > 0);

    private async Task<StreamObservation> WithShardsAsync(StreamObservation observed, CancellationToken cancellationToken)
    {
        var stream = observed.Observation.Target.StreamName;
        var shards = await _shards.OpenAsync(stream, cancellationToken);
        var minutes = observed is { ShardMetricsOn: true, Ledger.State.Hot: not null }
            ? await _shards.MinutesAsync(stream, shards, observed.Observation.Now, cancellationToken)
            : [];
        return observed with { Shards = shards, ShardMinutes = minutes };
    }

    private static HashSet<string> MetricsOf(StreamDescriptionSummary summary)
    {
        var on = (summary.EnhancedMonitoring ?? []).SelectMany(metrics => metrics.ShardLevelMetrics ?? []).ToHashSet(StringComparer.Ordinal);
        if (on.Contains("ALL"))
            on.UnionWith(ShardMetrics.Names);
        return on;
    }

    private static TrafficMinute[] MinutesOf(IReadOnlyList<MetricMinute> minutes, Ledger ledger, int open)
    {
        var traffic = new TrafficMinute[minutes.Count];
        for (var i = 0; i < traffic.Length; i++)
            traffic[i] = TrafficMinuteOf(minutes[i], ledger, open);
        return traffic;
    }

    private static TrafficMinute TrafficMinuteOf(MetricMinute minute, Ledger ledger, int open) => new()
    {
        Start = minute.Start,
        Bytes = minute.Bytes,
        Records = minute.Records,
        ThrottledRecords = minute.ThrottledRecords,
        OpenShards = OpenShardsAt(minute.Start, ledger, open),
    };

    // A reshard takes effect minutes after its call, and nothing but the stream says when: what counts is when it was seen at rest.
    // Before the first time that is remembered, there was what the next reshard of the day began with.
    private static int OpenShardsAt(DateTimeOffset minute, Ledger ledger, int open)
    {
        if (ledger.State.ShardsAt(minute) is { } shards)
            return shards;
        var seen = ledger.State.Seen;
        return ledger.Operations.FirstOrDefault(operation => operation.At > minute)?.FromShards ?? (seen is [var first, ..] ? first.Shards : open);
    }
}
