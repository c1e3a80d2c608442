using System.Collections.Concurrent;
using Shardwise.Scaler.Acting;
using Shardwise.Scaler.Basics;
using Shardwise.Scaler.Deciding;
using Shardwise.Scaler.Observing;

namespace Shardwise.Scaler.Reporting;

/// <summary>
/// Says each reshard once, at its beginning, and each problem once while it lasts: again only after six hours. What was said is remembered by
/// the process, so that a new one may say a problem a second time. What is told is taken by the first invocation that ends well.
/// </summary>
internal sealed class NoticeBoard
{
    private static readonly TimeSpan Again = TimeSpan.FromHours(6);

    private readonly ConcurrentDictionary<(string Stream, string Kind), DateTimeOffset> _said = new();

    private readonly Lock _lock = new();
    private readonly List<ScalerNotice> _untold = [];

    /// <summary>Notes what a minute has to tell.</summary>
    public void Tell(StreamObservation observed, Plan plan, ActionResult acted, string? problem)
    {
        lock (_lock)
            _untold.AddRange(Of(observed, plan, acted, problem));
    }

    /// <summary>Notes one problem.</summary>
    public void Tell(string stream, DateTimeOffset now, string kind, string text)
    {
        lock (_lock)
            _untold.AddRange(Unsaid(stream, now, kind, text));
    }

    /// <summary>All that is noted, which then counts as told.</summary>
    public ScalerNotices? Taken()
    {
        lock (_lock)
        {
            var notices = ScalerNotices.Of([.. _untold]);
            _untold.Clear();
            return notices;
        }
    }

    /// <summary>Notes again what was taken and could not be told.</summary>
    public void Keep(ScalerNotices? notices)
    {
        lock (_lock)
            _untold.InsertRange(0, notices?.Notices ?? []);
    }

    private IEnumerable<ScalerNotice> Of(StreamObservation observed, Plan plan, ActionResult acted, string? problem)
    {
        var (stream, now) = (observed.Observation.Target.StreamName, observed.Observation.Now);
        if (Reshard(observed, plan, acted) is { } reshard)
            yield return reshard with { Stream = stream };
        foreach (var notice in Problems(plan, acted, problem).SelectMany(each => Unsaid(stream, now, each.Kind, each.Text)))
            yield return notice;
    }

    private IEnumerable<ScalerNotice> Unsaid(string stream, DateTimeOffset now, string kind, string text)
    {
        if (_said.TryGetValue((stream, kind), out var said) && now - said < Again && now >= said)
            yield break;
        _said[(stream, kind)] = now;
        yield return new ScalerNotice(stream, kind, text);
    }

    // A sequence of splits and merges is one reshard: it is said when it gets its goal.
    private static ScalerNotice? Reshard(StreamObservation observed, Plan plan, ActionResult acted)
    {
        if (acted.Outcome is not (Outcome.Accepted or Outcome.Begins))
            return null;
        if (acted.Action?.IsCall == true || (plan.State.Goal is { } goal && goal != observed.Ledger.State.Goal))
            return new ScalerNotice("", "reshard", plan.Decision.Reason);
        return acted.Action?.Kind == ActionKind.SplitShard && plan.State.Goal is null
            ? new ScalerNotice("", "hotRange", plan.Note ?? plan.Decision.Reason)
            : null;
    }

    private static IEnumerable<(string Kind, string Text)> Problems(Plan plan, ActionResult acted, string? problem)
    {
        if (acted.QuotaReached)
            yield return ("quotaReached", "the account's shard quota keeps the stream smaller than its load asks for; request an increase.");
        if (plan.HotKey is { } evidence)
            yield return ("hotKey", evidence);
        if (plan.IsShort)
            yield return (
                "budgetShort",
                "the day's UpdateShardCount operations are used and the stream is still too small; splits go on unless updateShardCountOnly "
                + "forbids them.");
        if (acted.Outcome is Outcome.LimitExceeded or Outcome.InvalidArgument)
            yield return ("refused", $"AWS refused {acted.Action?.Kind}: {acted.Problem}");
        else if (problem is not null && !acted.QuotaReached)
            yield return ("problem", problem);
    }
}
