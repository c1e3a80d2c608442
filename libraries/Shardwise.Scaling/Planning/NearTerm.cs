namespace Shardwise.Scaling.Planning;

/// <summary>The next minutes, out of the last ones: level, slope, noise, and how well that foresaw the minutes just seen.</summary>
internal readonly struct NearTerm
{
    private const int Window = 60;
    private const int SlopeMinutes = 10;
    private const int LevelMinutes = 4;

    /// <summary>From the newest visible minute to the first minute that an operation now helps.</summary>
    public const int Lead = 5;

    private NearTerm(double level, double slope, double error, double noise, double peak, double newest) =>
        (Level, Slope, Error, Noise, Peak, Newest) = (level, slope, error, noise, peak, newest);

    /// <summary>The most of the newest minutes.</summary>
    public double Newest { get; }

    /// <summary>The most of the last hour.</summary>
    public double Peak { get; }

    /// <summary>Demand at the newest visible minute, noise taken out.</summary>
    public double Level { get; }

    /// <summary>Shards a minute.</summary>
    public double Slope { get; }

    /// <summary>Standard deviation of log(actual / forecast) so many minutes ahead as an operation takes.</summary>
    public double Error { get; }

    /// <summary>Standard deviation of log(minute / level).</summary>
    public double Noise { get; }

    /// <summary>Reads the newest minutes.</summary>
    /// <param name="demand">Demand by minute, oldest first, without gaps.</param>
    public static NearTerm From(ReadOnlySpan<double> demand)
    {
        if (demand.Length > Window)
            demand = demand[^Window..];
        var (flat, trend, noise, count) = (0.0, 0.0, 0.0, 0);
        for (var end = SlopeMinutes; end + Lead <= demand.Length; end++)
        {
            var (level, slope) = Fit(demand[..end]);
            var actual = demand[end + Lead - 1];
            // Only what came above its forecast: a fall is no reason for room. Twice, so that even noise counts in full.
            flat += 2 * Square(Math.Max(0, Log(actual, level)));
            trend += 2 * Square(Math.Max(0, Log(actual, Math.Max(0, level + slope * Lead))));
            noise += 2 * Square(Math.Max(0, Log(demand[end - 1], level)));
            count++;
        }

        var now = Fit(demand);
        // As if a few errors of 5 % had been seen too.
        const double Prior = 6 * 0.05 * 0.05;
        var (flatError, trendError) = (Math.Sqrt((flat + Prior) / (count + 6)), Math.Sqrt((trend + Prior) / (count + 6)));
        var usesTrend = trendError < flatError;
        return new NearTerm(now.Level, usesTrend ? now.Slope : now.Slope > 0 ? now.Slope / 2 : 0, Math.Min(flatError, trendError),
            Math.Sqrt((noise + Prior) / (count + 6)), Max(demand),
            Max(demand[^Math.Min(LevelMinutes, demand.Length)..]));
    }

    // The lesser of a longer and a shorter slope, none when they disagree: after a jump the shorter is flat again.
    private static (double Level, double Slope) Fit(ReadOnlySpan<double> demand)
    {
        var newest = Math.Min(LevelMinutes, demand.Length);
        var level = Mean(demand[^newest..]);
        var (longer, shorter) = (SlopeOf(demand, SlopeMinutes), SlopeOf(demand, SlopeMinutes / 2));
        var slope = longer * shorter <= 0 ? 0 : Math.Abs(longer) < Math.Abs(shorter) ? longer : shorter;
        // Soon after a fall the slope would take the level below all that was seen; what comes then is no surprise from below.
        return (Math.Max(Min(demand[^newest..]), level + slope * (newest - 1) / 2), slope);
    }

    private static double Max(ReadOnlySpan<double> values)
    {
        var max = 0.0;
        foreach (var value in values)
            max = Math.Max(max, value);
        return max;
    }

    private static double Min(ReadOnlySpan<double> values)
    {
        var min = values[0];
        foreach (var value in values)
            min = Math.Min(min, value);
        return min;
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return sum / values.Length;
    }

    private static double SlopeOf(ReadOnlySpan<double> demand, int minutes)
    {
        var count = Math.Min(minutes, demand.Length);
        if (count < 3)
            return 0;
        var (weighted, spread, middle) = (0.0, 0.0, (count - 1) / 2.0);
        for (var i = 0; i < count; i++)
        {
            weighted += (i - middle) * demand[demand.Length - count + i];
            spread += (i - middle) * (i - middle);
        }

        return weighted / spread;
    }

    private static double Log(double actual, double forecast) => Math.Log((actual + Learned.Offset) / (forecast + Learned.Offset));

    private static double Square(double value) => value * value;
}
