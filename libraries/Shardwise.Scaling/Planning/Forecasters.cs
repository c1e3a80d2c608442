namespace Shardwise.Scaling.Planning;

/// <summary>Simple ways to foresee a period from the history up to another: the level now, and what days and weeks did before.</summary>
internal readonly ref struct Forecasters
{
    public const int Count = 5;

    private const int Day = 288;
    private const int Week = 7 * Day;
    private const int DaysOfMean = 5;

    // What the traffic is above or below its habit fades: half of it is gone after so many periods.
    private const double HalfLife = 36;
    private static readonly double[] Fades = [.. Enumerable.Range(0, 2 * Day).Select(ahead => Math.Pow(0.5, ahead / HalfLife))];

    private readonly double[] _history;
    private readonly int _last;
    private readonly double _level;
    private readonly double _aboveDay;
    private readonly double _aboveDays;
    private readonly double _aboveWeek;

    /// <summary>Looks ahead from period <paramref name="last"/> of a history.</summary>
    public Forecasters(double[] history, int last)
    {
        (_history, _last, _level) = (history, last, Level(history, last));
        _aboveDay = Above(Day, 1);
        _aboveDays = Above(Day, DaysOfMean);
        _aboveWeek = Above(Week, 1);
    }

    /// <summary>Forecasts so many periods ahead, at most two days; NaN where the history is too short.</summary>
    public void All(int ahead, Span<double> forecasts)
    {
        var fade = Fades[ahead];
        forecasts.Fill(double.NaN);
        forecasts[0] = _level;
        if (double.IsNaN(_aboveDay))
            return;
        var day = Then(ahead, Day, 1);
        forecasts[1] = day * Math.Exp(_aboveDay * fade);
        forecasts[2] = Then(ahead, Day, DaysOfMean) * Math.Exp(_aboveDays * fade);
        forecasts[4] = day * Math.Exp(_aboveDay);
        if (!double.IsNaN(_aboveWeek))
            forecasts[3] = Then(ahead, Week, 1) * Math.Exp(_aboveWeek * fade);
    }

    private static double Level(double[] history, int last) =>
        last < 1 ? history[last] : 0.6 * history[last] + 0.4 * history[last - 1];

    private double Then(int ahead, int period, int seasons)
    {
        var (sum, count) = (0.0, 0);
        for (var season = 1; season <= seasons && _last - season * period >= 2; season++, count++)
        {
            var at = _last - season * period + ahead % period;
            sum += (_history[at] * 2 + _history[at - 1] + _history[Math.Min(at + 1, _last)]) / 4;
        }

        return count == 0 ? double.NaN : sum / count;
    }

    private double Above(int period, int seasons)
    {
        var (sum, count) = (0.0, 0);
        for (var season = 1; season <= seasons && _last - season * period >= 2; season++, count++)
            sum += Level(_history, _last - season * period);
        return count == 0 ? double.NaN : Math.Log(Math.Clamp((_level + Learned.Offset) / (sum / count + Learned.Offset), 0.25, 4));
    }
}
