namespace Shardwise.Scaling.Planning;

/// <summary>The demand of the day ahead, by slot: its mean, and weighted points of what it may come to.</summary>
internal sealed class DayForecast
{
    private const int Periods = 288;

    // Later slots have twice as many periods as samples: every other one is never looked at.
    private static readonly int EveryPeriod =
        Slots.Minutes.TakeWhile(minutes => minutes / TrafficHistory.PeriodMinutes <= SamplesOfSlot).Sum() / TrafficHistory.PeriodMinutes;
    private const int SamplesOfSlot = 6;
    private const int PointsOfSlot = SamplesOfSlot * ErrorQuantiles.Count;

    // The line through the last minutes is trusted alone for the next period, and no more half an hour from now.
    private const double LineTrustMinutes = 25;
    private const double LineMinutes = 12;

    private readonly double[] _points = new double[Slots.Minutes.Length * PointsOfSlot];

    // By slot: its minutes, where they are known and not foreseen.
    private readonly double[]?[] _known = new double[]?[Slots.Minutes.Length];

    private DayForecast()
    {
    }

    /// <summary>By slot, in shards.</summary>
    public double[] Means { get; } = new double[Slots.Minutes.Length];

    /// <summary>The most that is planned for at all, in shards.</summary>
    public double Most { get; private set; }

    public static DayForecast From(double[] history, int timeOfFirst, Learned learned, NearTerm near, PlanningSetting setting, double farErrorShare)
    {
        var path = new double[Periods + 1];
        var errors = new double[(Periods + 1) * ErrorQuantiles.Count];
        var ways = new Forecasters(history, history.Length - 1);
        Span<double> forecasts = stackalloc double[Forecasters.Count];
        var k = 0;
        for (var period = 0; period <= Periods; period += period < EveryPeriod ? 1 : 2)
        {
            var ahead = period + 1;
            while (k + 1 < Learned.Horizons.Length && Learned.Horizons[k + 1] <= ahead)
                k++;
            ways.All(ahead, forecasts);
            var minutes = period * TrafficHistory.PeriodMinutes;
            var line = Math.Max(0, near.Level + near.Slope * Math.Min(minutes + 7.5, LineMinutes));
            var trust = Math.Clamp(1 - minutes / LineTrustMinutes, 0, 1);
            path[period] = trust * line + (1 - trust) * Learned.Blend(learned.Weights[k], forecasts);
            var time = Learned.TimeOfDay(timeOfFirst + history.Length - 1 + ahead);
            Errors(errors.AsSpan(period * ErrorQuantiles.Count, ErrorQuantiles.Count), learned.Errors[0][time], learned.Errors[k][time], near,
                path[period], period, setting, farErrorShare);
        }

        // Nothing is planned for that is far beyond all that was seen: independent bursts make errors that would multiply without end.
        return Cut(path, errors, near, Math.Max(setting.SeenMost * history.Max(), setting.PeakAgain * near.Peak));
    }

    /// <summary>Puts what really comes in the place of what is foreseen.</summary>
    public void Know(Foresight foresight, DateTimeOffset now)
    {
        for (var slot = 0; slot < _known.Length && foresight.Of(slot, now) is { } minutes; slot++)
        {
            (_known[slot], Means[slot]) = (minutes, minutes.Average());
            Most = Math.Max(Most, minutes.Max());
        }
    }

    /// <summary>By slot, then level: shard-minutes, and throttled load at its price.</summary>
    public double[][] Costs(int[] levels, double throttlePrice)
    {
        var costs = new double[Slots.Minutes.Length][];
        Span<double> weight = stackalloc double[levels.Length];
        Span<double> load = stackalloc double[levels.Length];
        for (var slot = 0; slot < costs.Length; slot++)
        {
            weight.Clear();
            load.Clear();
            var known = _known[slot];
            for (var point = 0; point < (known?.Length ?? PointsOfSlot); point++)
            {
                var value = known is null ? _points[slot * PointsOfSlot + point] : known[point];
                if (Levels.Below(levels, value) is >= 0 and var level)
                {
                    var share = known is null ? ErrorQuantiles.Weights[point % ErrorQuantiles.Count] / SamplesOfSlot : 1.0 / known.Length;
                    weight[level] += share;
                    load[level] += share * value;
                }
            }

            // From the top down, so that each level has all the points above it.
            var (weights, loads) = (0.0, 0.0);
            costs[slot] = new double[levels.Length];
            for (var i = levels.Length - 1; i >= 0; i--)
            {
                weights += weight[i];
                loads += load[i];
                costs[slot][i] = Slots.Minutes[slot] * (levels[i] + throttlePrice * (loads - weights * levels[i]));
            }
        }

        return costs;
    }

    private static void Errors(
        Span<double> errors, double[] nearest, double[] far, NearTerm near, double forecast, int period,
        PlanningSetting setting, double farErrorShare)
    {
        var lately = near.Error * (1 + setting.NearGrowth * period) * Math.Clamp(1.5 - period / (double)setting.NearPeriods, 0, 1);
        var likePeak = Math.Log((near.Peak * setting.PeakAgain + Learned.Offset) / (forecast + Learned.Offset));
        for (var q = 0; q < errors.Length; q++)
        {
            var learned = nearest[q] + farErrorShare * (far[q] - nearest[q]);
            var noise = ErrorQuantiles.Normal[q] * near.Noise;
            var recent = ErrorQuantiles.Normal[q] * lately;
            errors[q] = q == 0
                ? Math.Min(Math.Min(learned, noise), recent)
                : Math.Max(Math.Max(0, learned > 0 ? Math.Sqrt(learned * learned + noise * noise) : noise), Math.Min(recent, likePeak));
        }
    }

    private static DayForecast Cut(double[] path, double[] errors, NearTerm near, double most)
    {
        var forecast = new DayForecast();
        var at = 0;
        for (var slot = 0; slot < Slots.Minutes.Length; slot++)
        {
            var count = Math.Max(1, Slots.Minutes[slot] / TrafficHistory.PeriodMinutes);
            for (var sample = 0; sample < SamplesOfSlot; sample++)
            {
                var period = Math.Min(
                    Periods, at / TrafficHistory.PeriodMinutes + (count <= SamplesOfSlot ? sample % count : sample * count / SamplesOfSlot));
                var mean = slot == 0 ? Math.Max(0, near.Level + near.Slope * NearTerm.Lead) : path[period];
                forecast.Means[slot] += mean / SamplesOfSlot;
                for (var q = 0; q < ErrorQuantiles.Count; q++)
                {
                    var error = slot == 0 ? ErrorQuantiles.Normal[q] * near.Error : errors[period * ErrorQuantiles.Count + q];
                    var value = Math.Clamp((mean + Learned.Offset) * Math.Exp(error) - Learned.Offset, 0, Math.Max(mean, most));
                    forecast._points[slot * PointsOfSlot + sample * ErrorQuantiles.Count + q] = value;
                    forecast.Most = Math.Max(forecast.Most, value);
                }
            }

            at += Slots.Minutes[slot];
        }

        return forecast;
    }
}
