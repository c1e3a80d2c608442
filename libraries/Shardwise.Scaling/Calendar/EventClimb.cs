using Shardwise.Scaling.Replay;

namespace Shardwise.Scaling.Calendar;

/// <summary>The way up to an event: how many calls it takes, and how long before it must begin.</summary>
/// <param name="Event">The event.</param>
/// <param name="BeginsAt">When the first call is to be made, were the stream as it is now.</param>
/// <param name="Operations">Calls that it takes, each at most a doubling.</param>
public readonly record struct EventClimb(ScheduledEvent Event, DateTimeOffset BeginsAt, int Operations)
{
    // "A few minutes" a call, says AWS, and that larger ones take longer; a call more is made a minute after it is seen that one has ended.
    private const int MinutesACall = 3;
    private const double ShardsAMinute = 50;

    // By half as much again, and some minutes in hand: the shards are to be there, not on their way.
    private const double Caution = 1.5;
    private const int InHand = 5;

    /// <summary>The climb from a number of open shards.</summary>
    /// <param name="scheduled">The event; valid.</param>
    /// <param name="open">Open shards, 1 or more.</param>
    /// <param name="limits">What AWS accepts.</param>
    /// <param name="callsLeft">Calls left: where they do not suffice it is by splits, two a minute.</param>
    public static EventClimb Of(ScheduledEvent scheduled, int open, ReshardLimits limits, int callsLeft)
    {
        ArgumentNullException.ThrowIfNull(scheduled);
        ArgumentNullException.ThrowIfNull(limits);
        var (calls, minutes, at) = (0, 0.0, open);
        while (at < scheduled.MinShards)
        {
            var next = Math.Min(scheduled.MinShards, Math.Max(at + 1, limits.LargestTarget(at)));
            minutes += MinutesACall + Math.Ceiling((next - at) / ShardsAMinute);
            (at, calls) = (next, calls + 1);
        }

        if (calls > callsLeft)
            minutes = SplitSequence.Minutes(open, scheduled.MinShards);
        var lead = calls == 0 ? 0 : Math.Ceiling(Caution * minutes) + InHand;
        return new EventClimb(scheduled, scheduled.Span!.Value.From.AddMinutes(-lead), calls);
    }
}
