using System.Globalization;
using System.Text;
using Shardwise.Scaling.Replay;

namespace Shardwise.Benchmarks.Scaling;

/// <summary>What it costs that metrics become visible later than the usual two minutes.</summary>
internal static class Late
{
    private const string Policy = "balanced+split";
    private static readonly int[] Minutes = [0, 3, 5, 10, 20];

    public static string Table(Func<string, Trace> read)
    {
        var table = new StringBuilder($"| trace, {Policy} | {string.Join(" | ", Minutes.Select(minutes => $"{minutes} minutes late"))} |\n|---|{string.Concat(Minutes.Select(_ => "---|"))}\n");
        Trace[] traces = [read("worldcup98"), read("syn-sine-x32"), SyntheticTraces.Create("ramp-x8"), SyntheticTraces.Create("step-x4")];
        foreach (var trace in traces)
        {
            var clairvoyant = Clairvoyant.ShardHours(trace);
            var cells = Minutes.AsParallel().AsOrdered().WithDegreeOfParallelism(2)
                .Select(minutes => ComparedPolicies.Run(Policy, trace, new ReplayProfile { Lateness = new MetricLateness(minutes) }))
                .Select(result => string.Create(CultureInfo.InvariantCulture, $"x {result.ShardHours / clairvoyant:0.000}, {result.ThrottledFraction * 100:0.0000} %")).ToList();
            table.Append(CultureInfo.InvariantCulture, $"| {trace.Name} | {string.Join(" | ", cells)} |\n");
        }

        return table.ToString();
    }
}
