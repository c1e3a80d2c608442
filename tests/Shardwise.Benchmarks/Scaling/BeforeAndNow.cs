using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Shardwise.Scaling.Replay;

namespace Shardwise.Benchmarks.Scaling;

/// <summary>
/// The policy before a split or merge had a price, and the one now, on the same traces in one run: means over streams that begin at half to
/// three times the shards that the first hour needs, since one other call on the first day changes what is left on all that follow.
/// </summary>
internal static class BeforeAndNow
{
    /// <summary>The last commit before it.</summary>
    public const string Before = "9d5fa99";

    private const int SevenHours = 420;

    // Beyond a hundred days one start is as good as another.
    private const int LongMinutes = 100 * 1_440;
    private static readonly string[] Policies = ["balanced+split", "balanced"];

    public static string Table(string root, Func<string, Trace> read)
    {
        var earlier = EarlierBuild.Of(root, Before);
        var traces = Traces(read).ToList();
        var rows = new ConcurrentDictionary<(int Policy, int Trace), Row>();
        var work = from policy in Enumerable.Range(0, Policies.Length) from trace in Enumerable.Range(0, traces.Count) select (policy, trace);
        Parallel.ForEach(Partitioner.Create(work.ToList(), EnumerablePartitionerOptions.NoBuffering), new ParallelOptions { MaxDegreeOfParallelism = 2 }, item =>
        {
            var (trace, policy) = (traces[item.trace].Make(), Policies[item.policy]);
            var starts = trace.Minutes.Count > LongMinutes ? [Starts.Of(trace, 1)] : Starts.Of(trace);
            rows[item] = new Row(traces[item.trace].Name, trace.Minutes.Count / 1_440.0, Clairvoyant.ShardHours(trace),
                [.. starts.Select(start => earlier.Replay(policy, trace, start))], [.. starts.Select(start => Now(policy, trace, start))]);
            Console.Error.WriteLine($"{traces[item.trace].Name}, {policy} done");
        });

        var table = new StringBuilder("| trace | policy | x before | x now | least | most | throttled % before | now | splits, merges a day before | now | calls a day before | now |\n|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        for (var policy = 0; policy < Policies.Length; policy++)
        {
            var own = Enumerable.Range(0, traces.Count).Select(trace => rows[(policy, trace)]).ToList();
            own.ForEach(row => Append(table, row.Name, Policies[policy], row.Figures));
            var four = own.Where(row => row.Name.StartsWith("worldcup98 x", StringComparison.Ordinal)).ToList();
            Append(table, "worldcup98, mean of the four", Policies[policy], [.. Enumerable.Range(0, 10).Select(i => four.Average(row => row.Figures[i]))]);
        }

        return table.ToString();
    }

    private static Replayed Now(string policy, Trace trace, int start)
    {
        var result = StreamReplay.Run(policy, ComparedPolicies.Create(policy), trace, startShards: start);
        return new Replayed(result.ShardHours, result.ThrottledFraction, result.Operations, result.SplitsAndMerges);
    }

    private static void Append(StringBuilder table, string name, string policy, double[] f) => table.Append(string.Create(CultureInfo.InvariantCulture,
        $"| {name} | {policy} | {f[0]:0.000} | {f[1]:0.000} | {f[2]:0.000} | {f[3]:0.000} | {f[4]:0.0000} | {f[5]:0.0000} | {f[6]:0.0} | {f[7]:0.0} | {f[8]:0.0} | {f[9]:0.0} |\n"));

    private static IEnumerable<(string Name, Func<Trace> Make)> Traces(Func<string, Trace> read)
    {
        foreach (var scale in (double[])[0.5, 1, 1.5, 3])
            yield return (string.Create(CultureInfo.InvariantCulture, $"worldcup98 x {scale}"), () => read("worldcup98").Scaled(scale));
        yield return ("worldcup98, 7 hours later", () => Later(read("worldcup98")));
        yield return ("nyc_taxi", () => read("nyc_taxi"));
        foreach (var name in (string[])["syn-sine-x32", "syn-sawtooth"])
        {
            yield return (name, () => read(name));
            yield return ($"{name}, 7 hours later", () => Later(read(name)));
            foreach (var scale in (double[])[0.5, 1.5, 3])
                yield return (string.Create(CultureInfo.InvariantCulture, $"{name} x {scale}"), () => read(name).Scaled(scale));
        }

        foreach (var name in (string[])["sine-x32", "sawtooth", "sine-4h", "minute-spikes"])
            yield return ($"generated {name}", () => SyntheticTraces.Create(name));
    }

    private static Trace Later(Trace trace) => new(trace.Name, [.. trace.Minutes.Skip(SevenHours)]);

    private sealed record Row(string Name, double Days, double Clairvoyant, Replayed[] Before, Replayed[] Now)
    {
        public double[] Figures =>
        [
            Before.Average(one => one.ShardHours) / Clairvoyant, Now.Average(one => one.ShardHours) / Clairvoyant,
            Now.Min(one => one.ShardHours) / Clairvoyant, Now.Max(one => one.ShardHours) / Clairvoyant,
            Before.Average(one => one.Throttled) * 100, Now.Average(one => one.Throttled) * 100,
            Before.Average(one => one.Steps) / Days, Now.Average(one => one.Steps) / Days,
            Before.Average(one => one.Calls) / Days, Now.Average(one => one.Calls) / Days,
        ];
    }
}
