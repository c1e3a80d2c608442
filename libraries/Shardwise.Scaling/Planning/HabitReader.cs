namespace Shardwise.Scaling.Planning;

/// <summary>
/// Turns an observation's history into what is known of the traffic's habits. What it keeps between calls only saves work: the same
/// history gives the same answer.
/// </summary>
internal sealed class HabitReader
{
    // Learning anew every three hours of the clock loses nothing and costs a thirty-sixth.
    private const int LearnEvery = 36;
    private const int LearnFrom = 12 * Learned.DayPeriods + LearnEvery;

    // Most of a period: a minute that is missing leaves it known.
    private const int EnoughMinutes = 3;

    private TrafficHistory? _history;
    private double _factor;
    private Habits? _habits;
    private double[] _learnedFrom = [];
    private int _learnedTime;
    private Learned? _learned;

    /// <summary>Reads the habits up to the last complete period that is visible.</summary>
    public Habits Read(Observation observation)
    {
        var factor = 1 + observation.Target.Headroom;
        var history = observation.History is { DemandShards.Count: > 0 } known ? known : null;
        var start = history?.Start ?? Floor(observation.Minutes[0].Start);
        var count = history?.DemandShards.Count ?? 0;
        var seen = Count(start, Floor(observation.Minutes[^1].Start.AddMinutes(1)));
        if (count > 0 && seen <= count)
        {
            if (!ReferenceEquals(history, _history) || factor != _factor)
                (_history, _factor, _habits) = (history, factor, From(start, [.. history!.DemandShards], factor));
            return _habits!;
        }

        // A history is read now and then, the minutes each time: what the one does not have yet is in the others.
        var periods = new double[Math.Max(1, seen)];
        for (var i = 0; i < count; i++)
            periods[i] = history!.DemandShards[i];
        Append(periods, count, start, observation.Minutes);
        return From(start, periods, factor);
    }

    private Habits From(DateTimeOffset start, double[] periods, double factor)
    {
        Fill(periods);
        for (var i = 0; i < periods.Length; i++)
            periods[i] *= factor;
        var time = (int)(start.UtcTicks / TimeSpan.TicksPerMinute / TrafficHistory.PeriodMinutes % (7 * Learned.DayPeriods));
        return new Habits(periods, time, Learn(periods, time));
    }

    private static void Append(double[] periods, int from, DateTimeOffset start, IReadOnlyList<TrafficMinute> minutes)
    {
        var counts = new int[periods.Length - from];
        for (var i = minutes.Count - 1; i >= 0 && Count(start, minutes[i].Start) is var at && at >= from; i--)
        {
            if (at >= periods.Length)
                continue;
            periods[at] += Demand.Of(minutes[i]);
            counts[at - from]++;
        }

        // In the very first minutes there is no whole period: what is seen of it is all that is known.
        for (var i = from; i < periods.Length; i++)
            periods[i] = counts[i - from] >= (periods.Length == 1 ? 1 : EnoughMinutes) ? periods[i] / counts[i - from] : double.NaN;
    }

    private static DateTimeOffset Floor(DateTimeOffset at) =>
        new(at.UtcTicks - at.UtcTicks % (TimeSpan.TicksPerMinute * TrafficHistory.PeriodMinutes), TimeSpan.Zero);

    private static int Count(DateTimeOffset start, DateTimeOffset end) => (int)Math.Floor((end - start).TotalMinutes / TrafficHistory.PeriodMinutes);

    private Learned Learn(double[] periods, int time)
    {
        var end = Math.Max(0, periods.Length - (time + periods.Length) % LearnEvery);
        var start = Math.Max(0, end - LearnFrom);
        var from = periods.AsSpan(start..end);
        if (_learned is null || (time + start) % Learned.DayPeriods != _learnedTime || !from.SequenceEqual(_learnedFrom))
        {
            (_learnedFrom, _learnedTime) = (from.ToArray(), (time + start) % Learned.DayPeriods);
            _learned = Learned.From(_learnedFrom, _learnedTime);
        }

        return _learned;
    }

    // An unknown period is taken to be like the one before it: never zero.
    private static void Fill(double[] periods)
    {
        var known = Math.Max(0, Array.FindIndex(periods, period => !double.IsNaN(period)));
        for (var i = 0; i < periods.Length; i++)
        {
            if (double.IsNaN(periods[i]))
                periods[i] = double.IsNaN(periods[known]) ? 0 : periods[known];
            else
                known = i;
        }
    }
}
