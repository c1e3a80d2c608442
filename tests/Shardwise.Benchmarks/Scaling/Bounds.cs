using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Shardwise.Scaling.Planning;
using Shardwise.Scaling.Replay;

namespace Shardwise.Benchmarks.Scaling;

/// <summary>
/// Whether an aim can be reached: by anybody (a bound on every schedule that knows the future), by this planner if it knew the future for so long,
/// and by how much the next minutes can be foreseen at all.
/// </summary>
internal static class Bounds
{
    private const int Day = 1_440;
    private static readonly int[] Ahead = [6, 60, Day];

    private static readonly ScalingAim[] Aims =
    [
        new("worldcup98, mean of four scales", "worldcup98", [0.5, 1, 1.5, 3], "balanced+split", 1.30, 0.0001, 30),
        new("nyc_taxi", "nyc_taxi", [1], "balanced+split", 1.15, null, 40),
        new("syn-sine-x32", "syn-sine-x32", [1], "balanced+split", 1.15, null, 40),
        new("syn-sawtooth", "syn-sawtooth", [1], "balanced+split", 1.25, null, 40),
        new("worldcup98, mean of four scales", "worldcup98", [0.5, 1, 1.5, 3], "balanced", 1.60, 0.0002, 0),
        new("syn-sawtooth", "syn-sawtooth", [1], "balanced", 1.45, null, 0),
    ];

    public static string Table(Func<string, Trace> read)
    {
        var parts = Aims.SelectMany((aim, index) => aim.Scales.Select(scale => (Aim: index, Scale: scale))).ToList();
        var found = new ConcurrentDictionary<(int Aim, double Scale), Reach>();
        Parallel.ForEach(Partitioner.Create(parts, EnumerablePartitionerOptions.NoBuffering), new ParallelOptions { MaxDegreeOfParallelism = 2 }, part =>
        {
            found[part] = Reached(Aims[part.Aim], read(Aims[part.Aim].Trace).Scaled(part.Scale));
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Aims[part.Aim].Trace} x {part.Scale}, {Aims[part.Aim].Policy} done"));
        });

        var table = new StringBuilder("| trace | policy | aim | now | anybody, at least | planner that knows 8 minutes | an hour | a day | |\n|---|---|---|---|---|---|---|---|---|\n");
        foreach (var (index, aim) in Aims.Index())
            table.Append(Row(aim, Reach.Mean([.. aim.Scales.Select(scale => found[(index, scale)])])));
        return table.Append('\n').Append(NextMinutes.Table([.. Aims.Select(aim => aim.Trace).Distinct()], read)).ToString();
    }

    private static Reach Reached(ScalingAim aim, Trace trace)
    {
        var (clairvoyant, splits) = (Clairvoyant.ShardHours(trace), aim.StepsADay > 0);
        Share Replay(int? ahead)
        {
            var policy = new PlanningPolicy(PlanningSetting.Balanced, splits)
            {
                Foresight = ahead is { } minutes ? new Foresight(trace.Shards, StreamReplay.Start, minutes) : null,
            };
            var result = StreamReplay.Run(aim.Policy, policy, trace);
            return new Share(result.ShardHours / clairvoyant, result.ThrottledFraction, result.SplitsAndMergesADay);
        }

        var now = Replay(null);
        var bound = new ScheduleBound(trace).ShardHours(aim.StepsADay, aim.Throttled ?? now.Throttled) / clairvoyant;
        return new Reach(now, bound, [.. Ahead.Select(minutes => Replay(minutes))]);
    }

    private static string Row(ScalingAim aim, Reach reach)
    {
        var allowed = aim.Throttled ?? reach.Now.Throttled;
        var least = Array.FindIndex(reach.Foreseeing, share => share.Cost <= aim.Cost);
        var verdict = reach.Now.Cost <= aim.Cost && reach.Now.Throttled <= allowed && reach.Now.Steps <= aim.StepsADay ? "reached"
            : reach.Bound > aim.Cost ? "nobody can"
            : least < 0 ? "not by this planner, whatever it knew"
            : $"takes the next {((string[])["8 minutes", "hour", "day"])[least]} known";
        var cells = string.Join(" | ", reach.Foreseeing.Select(share => share.ToString(splits: false)));
        return string.Create(CultureInfo.InvariantCulture,
            $"| {aim.Name} | {aim.Policy} | {new Share(aim.Cost, allowed, aim.StepsADay).ToString(aim.StepsADay > 0)} | {reach.Now.ToString(aim.StepsADay > 0)} | x {reach.Bound:0.000} | {cells} | {verdict} |\n");
    }

    private sealed record ScalingAim(string Name, string Trace, double[] Scales, string Policy, double Cost, double? Throttled, double StepsADay);

    private readonly record struct Share(double Cost, double Throttled, double Steps)
    {
        public string ToString(bool splits) => string.Create(CultureInfo.InvariantCulture, $"x {Cost:0.000}, {Throttled * 100:0.0000} %{(splits ? $", {Steps:0} steps" : "")}");
    }

    private sealed record Reach(Share Now, double Bound, Share[] Foreseeing)
    {
        public static Reach Mean(Reach[] all) => new(
            Mean(all.Select(one => one.Now)), all.Average(one => one.Bound), [.. Ahead.Select((_, i) => Mean(all.Select(one => one.Foreseeing[i])))]);

        private static Share Mean(IEnumerable<Share> all) =>
            new(all.Average(share => share.Cost), all.Average(share => share.Throttled), all.Average(share => share.Steps));
    }
}
