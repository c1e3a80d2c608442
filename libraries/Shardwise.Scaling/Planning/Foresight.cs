namespace Shardwise.Scaling.Planning;

/// <summary>
/// What really comes, in place of the forecast, so far ahead: no scaler has it. It tells apart what a policy loses since it cannot know, and what it
/// loses since it plans badly.
/// </summary>
/// <param name="shards">What is offered, by minute, in shards.</param>
/// <param name="start">The first minute.</param>
/// <param name="minutesAhead">How far it sees.</param>
internal sealed class Foresight(IReadOnlyList<double> shards, DateTimeOffset start, int minutesAhead)
{
    // A call decided now serves from the third minute on upwards, and at once downwards.
    private const int CallMinutes = 3;
    private const int SoonMinutes = 15;

    /// <summary>Whether the whole day ahead is known: then nothing is kept for what may come besides.</summary>
    public bool IsWhole => minutesAhead >= Slots.Minutes.Sum();

    /// <summary>The most of the next minutes, in which a step up would have to begin.</summary>
    public double Soon(DateTimeOffset now) => Between(now, 0, Math.Min(minutesAhead, SoonMinutes)).Max();

    /// <summary>What a slot of the plan brings, minute by minute; <see langword="null"/> where that is beyond what is seen.</summary>
    public double[]? Of(int slot, DateTimeOffset now)
    {
        var from = CallMinutes + Slots.Minutes.Take(slot).Sum();
        return from + Slots.Minutes[slot] > CallMinutes + minutesAhead ? null
            : slot == 0 ? [Between(now, 0, CallMinutes + 1).Max()]
            : Between(now, from, Slots.Minutes[slot]);
    }

    // What comes after the last minute is like it.
    private double[] Between(DateTimeOffset now, int from, int count)
    {
        var first = (int)(now - start).TotalMinutes + from;
        return [.. Enumerable.Range(first, Math.Max(1, count)).Select(minute => shards[Math.Min(minute, shards.Count - 1)])];
    }
}
