using System.Globalization;
using Amazon.Lambda.CloudWatchEvents;
using Amazon.Lambda.Core;
using Shardwise.Scaler.Aws;
using Shardwise.Scaler.Basics;
using Shardwise.Scaler.Reporting;
using Shardwise.Scaling;

namespace Shardwise.Scaler;

/// <content>
/// Many streams in one invocation: their metrics are read together, the most urgent stream comes first, and calls to Kinesis keep to the account's
/// rates. A stream at rest is looked at anew every five minutes, and always before anything is done.
/// </content>
public sealed partial class Function
{
    private const int UsualGroups = 10;

    // One that had no turn in the minute before comes first.
    private static readonly TimeSpan Waiting = TimeSpan.FromSeconds(90);

    /// <summary>The handler of a fleet.</summary>
    /// <param name="scheduled">The scheduled event; its <c>time</c> is now, its <c>detail</c> the streams and their bounds.</param>
    /// <param name="context">Says how much time is left.</param>
    /// <exception cref="ScalerException">The detail is not usable, or streams failed in a way that is not ordinary; the others were looked
    /// after.</exception>
    /// <returns>What is to be told; <see langword="null"/> for nothing.</returns>
    public async Task<ScalerNotices?> HandleFleetAsync(CloudWatchEvent<ScalerFleet> scheduled, ILambdaContext context)
    {
        ArgumentNullException.ThrowIfNull(scheduled);
        ArgumentNullException.ThrowIfNull(context);
        var now = TimeOf(scheduled.Time, "");
        if (scheduled.Detail is not { Streams: { Count: > 0 } streams } fleet)
            throw Failure("", now, Outcome.InvalidTarget, "the event has no streams", null);
        _rates.ShareWith(Math.Max(0, fleet.Group), Math.Max(1, fleet.Groups ?? UsualGroups));
        _reporter.IsOfAFleet = true;
        var byAlarm = scheduled.DetailType == AlarmDetailType;
        var failures = new List<ScalerException>();
        var targets = Usable(streams, now, failures);
        await ReadAheadAsync(targets, now, byAlarm, context);
        await EachAsync(targets, now, byAlarm, context, failures);
        var notices = _notices.Taken();
        if (failures is not [var first, ..])
            return notices;
        // A call that fails has no answer: what it had to tell is told by the next.
        _notices.Keep(notices);
        throw failures.Count == 1
            ? first
            : new ScalerException(string.Create(CultureInfo.InvariantCulture, $"{first.Message} And {failures.Count - 1} more; see the log."), first);
    }

    private List<ScalingTarget> Usable(IReadOnlyList<ScalingTarget> streams, DateTimeOffset now, List<ScalerException> failures)
    {
        var usable = new List<ScalingTarget>(streams.Count);
        foreach (var target in streams)
        {
            try
            {
                usable.Add(Checked(target, now));
            }
            catch (ScalerException failure)
            {
                failures.Add(failure);
            }
        }

        return usable;
    }

    private async Task ReadAheadAsync(List<ScalingTarget> targets, DateTimeOffset now, bool byAlarm, ILambdaContext context)
    {
        using var calls = Deadline(context, ShareForCalls);
        try
        {
            await _observer.ReadAheadAsync(targets.Select(target => target.StreamName), now, byAlarm, calls.Token);
        }
        catch (AwsCallException)
        {
            // Each stream then asks for itself, and says what is the matter.
        }
    }

    private async Task EachAsync(
        List<ScalingTarget> targets, DateTimeOffset now, bool byAlarm, ILambdaContext context, List<ScalerException> failures)
    {
        var began = _clock.GetTimestamp();
        var staying = new List<Task>();
        var passed = 0;
        foreach (var target in targets.OrderByDescending(target => now - _lastTurn.GetValueOrDefault(target.StreamName, now) > Waiting)
            .ThenByDescending(target => _observer.Urgency(target.StreamName)))
        {
            if (context.RemainingTime < TimeForATurn)
            {
                _lastTurn.TryAdd(target.StreamName, DateTimeOffset.MinValue);
                passed++;
                continue;
            }

            _lastTurn[target.StreamName] = now;
            await SafelyAsync(target, now, failures, async () =>
            {
                var turn = await TurnAsync(target, now, byAlarm, mayRemember: true, context);
                if (turn.GoesOn)
                    staying.Add(SafelyAsync(target, now, failures, () => GoOnAsync(target, now, byAlarm, context, began, turn)));
            });
        }

        await Task.WhenAll(staying);
        if (passed > 0)
            _reporter.Passed(now, passed, targets.Count);
    }

    private async Task SafelyAsync(ScalingTarget target, DateTimeOffset now, List<ScalerException> failures, Func<Task> look)
    {
        try
        {
            await look();
        }
        catch (AwsCallException error)
        {
            try
            {
                NotObserved(target.StreamName, now, error);
            }
            catch (ScalerException failure)
            {
                Add(failure);
            }
        }
        catch (ScalerException failure)
        {
            Add(failure);
        }

        void Add(ScalerException failure)
        {
            lock (failures)
                failures.Add(failure);
        }
    }
}
