namespace Shardwise.Scaling.Planning;

/// <summary>What the history says of the forecasters: which to trust how far ahead, and by how much they err.</summary>
internal sealed class Learned
{
    /// <summary>Horizons, in periods, at which errors are measured.</summary>
    public static readonly int[] Horizons = [1, 3, 6, 12, 24, 48, 96, 192];

    public const int DayPeriods = 288;
    private const int LookBack = 5 * DayPeriods;
    private const int Stride = 2;

    // Bursts keep hours: errors are told apart by 12 times of the day, each with its neighbours' too.
    private const int TimesOfDay = 12;

    /// <summary>Which time of day a period belongs to.</summary>
    public static int TimeOfDay(int period) => period % DayPeriods * TimesOfDay / DayPeriods;

    // Half a shard is what rounding to whole shards hides anyway: below it, relative errors mean nothing.
    public const double Offset = 0.5;

    // Without a day of history: an error of 8 % a period that grows as a random walk does.
    private const double PriorError = 0.08;
    private const int PriorSamples = 40;

    // A time of day is judged by its own errors and a little by all: a burst may come at a new hour.
    private const double PooledShare = 0.25;

    private const double LeastAvailable = 0.5;

    private Learned(double[][] weights, double[][][] errors)
    {
        (Weights, Errors) = (weights, errors);
        DayError = errors[5].Average(time => time[4]);
    }

    /// <summary>By horizon and forecaster; each horizon's sum to 1.</summary>
    public double[][] Weights { get; }

    /// <summary>By horizon and time of day of what is foreseen: quantiles of log(actual / forecast).</summary>
    public double[][][] Errors { get; }

    /// <summary>How far above its forecast of some hours before the demand comes, in one period of twenty; as a logarithm.</summary>
    public double DayError { get; }

    public static Learned From(double[] history, int timeOfFirst)
    {
        var first = Math.Max(3, history.Length - LookBack);
        var count = Math.Max(0, (history.Length - 1 - first) / Stride);
        var foreseen = new double[Horizons.Length, count, Forecasters.Count];
        Span<double> forecasts = stackalloc double[Forecasters.Count];
        for (var sample = 0; sample < count; sample++)
        {
            var from = new Forecasters(history, first + sample * Stride);
            for (var k = 0; k < Horizons.Length && first + sample * Stride + Horizons[k] < history.Length; k++)
            {
                from.All(Horizons[k], forecasts);
                for (var f = 0; f < Forecasters.Count; f++)
                    foreseen[k, sample, f] = forecasts[f];
            }
        }

        var weights = new double[Horizons.Length][];
        var errors = new double[Horizons.Length][][];
        for (var k = 0; k < Horizons.Length; k++)
            (weights[k], errors[k]) = Judge(history, timeOfFirst, first, count, foreseen, k);
        return new Learned(weights, errors);
    }

    private static (double[] Weights, double[][] Errors) Judge(double[] history, int timeOfFirst, int first, int count, double[,,] foreseen, int k)
    {
        var horizon = Horizons[k];
        var losses = new double[Forecasters.Count];
        var counts = new double[Forecasters.Count];
        Span<double> forecasts = stackalloc double[Forecasters.Count];
        for (var sample = 0; sample < count && first + sample * Stride + horizon < history.Length; sample++)
        {
            var actual = history[first + sample * Stride + horizon];
            for (var f = 0; f < Forecasters.Count; f++)
            {
                var forecast = foreseen[k, sample, f];
                if (double.IsNaN(forecast) || double.IsNaN(actual))
                    continue;
                losses[f] += Math.Abs(Log(actual, forecast));
                counts[f]++;
            }
        }

        var weights = WeightsOf(losses, counts);
        var samples = new List<double>[TimesOfDay];
        for (var time = 0; time < TimesOfDay; time++)
            samples[time] = [];
        for (var sample = 0; sample < count && first + sample * Stride + horizon < history.Length; sample++)
        {
            var target = first + sample * Stride + horizon;
            for (var f = 0; f < Forecasters.Count; f++)
                forecasts[f] = foreseen[k, sample, f];
            // Only where what is trusted now could be had then: the guesses of a first day say nothing of what a known day is off by.
            if (Available(weights, forecasts) < LeastAvailable || double.IsNaN(history[target]))
                continue;
            var forecast = Blend(weights, forecasts);
            if (!double.IsNaN(forecast))
                samples[TimeOfDay(timeOfFirst + target)].Add(Log(history[target], forecast));
        }

        var all = Quantiles([.. samples.SelectMany(sample => sample)], horizon);
        var errors = new double[TimesOfDay][];
        for (var time = 0; time < TimesOfDay; time++)
        {
            List<double> near = [.. samples[time], .. samples[(time + 1) % TimesOfDay], .. samples[(time + TimesOfDay - 1) % TimesOfDay]];
            errors[time] = Quantiles(near, horizon);
            for (var q = 0; q < ErrorQuantiles.Count; q++)
                errors[time][q] = (1 - PooledShare) * errors[time][q] + PooledShare * all[q];
        }

        return (weights, errors);
    }

    public static double Blend(double[] weights, ReadOnlySpan<double> forecasts)
    {
        var (sum, total) = (0.0, 0.0);
        for (var f = 0; f < forecasts.Length; f++)
        {
            if (weights[f] == 0 || double.IsNaN(forecasts[f]))
                continue;
            sum += weights[f] * forecasts[f];
            total += weights[f];
        }

        return total > 0 ? sum / total : forecasts[0];
    }

    private static double Available(double[] weights, ReadOnlySpan<double> forecasts)
    {
        var share = 0.0;
        for (var f = 0; f < forecasts.Length; f++)
            share += double.IsNaN(forecasts[f]) ? 0 : weights[f];
        return share;
    }

    private static double[] WeightsOf(double[] losses, double[] counts)
    {
        var weights = new double[losses.Length];
        for (var f = 0; f < losses.Length; f++)
            weights[f] = counts[f] < 12 ? (f == 0 ? 1e-9 : 0) : Math.Pow(losses[f] / counts[f] + 0.005, -4);
        var total = weights.Sum();
        for (var f = 0; f < losses.Length; f++)
            weights[f] /= total;
        return weights;
    }

    private static double[] Quantiles(List<double> samples, int horizon)
    {
        samples.Sort();
        var quantiles = new double[ErrorQuantiles.Count];
        var trust = samples.Count / (double)(samples.Count + PriorSamples);
        var prior = PriorError * Math.Sqrt(Math.Min(horizon, 24));
        for (var q = 0; q < quantiles.Length; q++)
        {
            var own = samples.Count == 0 ? 0 : samples[Math.Min(samples.Count - 1, (int)(ErrorQuantiles.Levels[q] * samples.Count))];
            quantiles[q] = trust * own + (1 - trust) * prior * ErrorQuantiles.Normal[q];
        }

        return quantiles;
    }

    private static double Log(double actual, double forecast) => Math.Log((actual + Offset) / (forecast + Offset));
}
