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

    private TrafficHistory? _history;
    private Habits? _habits;
    private double[] _learnedFrom = [];
    private int _learnedTime;
    private Learned? _learned;

    public Habits Read(Observation observation)
    {
        if (observation.History is { DemandShards.Count: > 0 } history)
        {
            if (!ReferenceEquals(history, _history))
                (_history, _habits) = (history, From(history));
            return _habits!;
        }

        return From(new TrafficHistory(observation.Minutes[0].Start, Periods(observation.Minutes)));
    }

    private Habits From(TrafficHistory history)
    {
        double[] periods = [.. history.DemandShards];
        Fill(periods);
        var time = (int)(history.Start.UtcTicks / TimeSpan.TicksPerMinute / TrafficHistory.PeriodMinutes % (7 * Learned.DayPeriods));
        return new Habits(periods, time, Learn(periods, time));
    }

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

    private static double[] Periods(IReadOnlyList<TrafficMinute> minutes)
    {
        var count = Math.Max(1, minutes.Count / TrafficHistory.PeriodMinutes);
        var periods = new double[count];
        for (var i = 0; i < count; i++)
        {
            var last = minutes.Count - i * TrafficHistory.PeriodMinutes;
            var length = Math.Min(TrafficHistory.PeriodMinutes, last);
            for (var j = 1; j <= length; j++)
                periods[^(i + 1)] += Demand.Of(minutes[last - j]) / length;
        }

        return periods;
    }
}
