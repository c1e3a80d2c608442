using System.Globalization;
using System.Text;
using Shardwise.Scaling.Planning;
using Shardwise.Scaling.Replay;

namespace Shardwise.Benchmarks.Scaling;

/// <summary>What the first day of a stream costs beside its second, where the second is like it, from half to three times the shards that its first hour needs.</summary>
internal static class FirstDay
{
    private const int Day = 1_440;
    private static readonly string[] Generated = ["sine-x32", "sine-4h", "sawtooth", "spikes", "minute-spikes"];

    public static string Table(Func<string, Trace> read)
    {
        var table = new StringBuilder("| trace | policy | shard-hours of the first day over the second, mean | worst | throttled % in the first, mean | worst | in the second, mean |\n|---|---|---|---|---|---|---|\n");
        Trace[] traces = [.. Generated.Select(SyntheticTraces.Create), read("nyc_taxi")];
        foreach (var trace in traces.Select(trace => new Trace(trace.Name, [.. trace.Minutes.Take(2 * Day)])))
        {
            foreach (var (setting, splits) in from splits in (bool[])[false, true] from setting in PlanningSetting.All select (setting, splits))
            {
                var days = Starts.Of(trace).AsParallel().WithDegreeOfParallelism(2).Select(start => Days(trace, setting, splits, start)).ToList();
                var (ratios, throttled) = (days.ConvertAll(day => day.Hours[0] / day.Hours[1]), days.ConvertAll(day => day.Throttled[0] * 100));
                table.Append(CultureInfo.InvariantCulture, $"| {trace.Name} | {setting.Name}{(splits ? "+split" : "")} | {ratios.Average():0.00} | {ratios.Max():0.00} ")
                    .Append(CultureInfo.InvariantCulture, $"| {throttled.Average():0.0000} | {throttled.Max():0.0000} | {days.Average(day => day.Throttled[1]) * 100:0.0000} |\n");
            }
        }

        return table.ToString();
    }

    private static (double[] Hours, double[] Throttled) Days(Trace trace, PlanningSetting setting, bool splits, int start)
    {
        var days = StreamReplay.Run(setting.Name, new PlanningPolicy(setting, splits), trace, startShards: start).Minutes.Chunk(Day).ToList();
        return ([.. days.Select(day => day.Sum(minute => minute.Billed / 60.0))],
            [.. days.Select(day => day.Sum(minute => minute.Throttled) / day.Sum(minute => minute.Offered))]);
    }
}
