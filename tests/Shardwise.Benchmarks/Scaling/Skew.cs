using System.Globalization;
using System.Text;
using Shardwise.Scaler.Tests.Simulation;

namespace Shardwise.Benchmarks.Scaling;

/// <summary>What the repair of hot ranges is worth: the scaler's own function over a simulated stream of uneven keys, with it and without.</summary>
internal static class Skew
{
    private static readonly double[] Exponents = [0.6, 0.8, 1.0, 1.2];
    private static readonly int[] Seeds = [1, 2, 3];

    public static async Task<string> TableAsync()
    {
        var table = new StringBuilder("| keys | throttled % without repair | with | of which no split can help | shard-hours without | with | splits a day without | with |\n|---|---|---|---|---|---|---|---|\n");
        foreach (var exponent in Exponents)
        {
            var (without, with) = (await MeanAsync(exponent, repairs: false), await MeanAsync(exponent, repairs: true));
            table.Append(CultureInfo.InvariantCulture, $"| Zipf {exponent:0.0} | {without.Throttled * 100:0.00} | {with.Throttled * 100:0.00} | {SkewedStream.BeyondSplits(exponent) * 100:0.00} | {without.Hours:0} | {with.Hours:0} ")
                .Append(CultureInfo.InvariantCulture, $"| {without.Splits / 2:0.0} | {with.Splits / 2:0.0} |\n");
        }

        return table.ToString();
    }

    private static async Task<(double Throttled, double Hours, double Splits)> MeanAsync(double exponent, bool repairs)
    {
        var runs = await Task.WhenAll(Seeds.Select(seed => Task.Run(() => SkewedStream.RunAsync(exponent, seed, repairs))));
        return (runs.Average(run => run.Throttled), runs.Average(run => run.ShardHours), runs.Average(run => run.Splits));
    }
}
