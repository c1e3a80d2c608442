using System.Globalization;
using System.IO.Compression;
using System.Text;
using Shardwise.Scaling.Replay;

namespace Shardwise.Benchmarks.Scaling;

/// <summary>
/// Replays the build before and the one now side by side, then every trace there is against every policy, and prints (or writes) the tables
/// of docs/figures.md; last, what the repair of hot ranges is worth. <c>--change</c> is for the first alone, <c>--skew</c> for the last. Late
/// metrics (<c>--late</c>), first days (<c>--first</c>), and which of the aims anybody could reach (<c>--bound</c>) are asked by themselves only.
/// </summary>
internal static class ScalingRun
{
    // Tells the parts of the file that this writes from those that people do.
    private const string Rivals = "scaling";
    private const string Change = "scaling-change";
    private const string Uneven = "scaling-skew";
    private const string Bound = "scaling-bound";
    private const string Delayed = "scaling-late";
    private const string First = "scaling-first";
    private static readonly double[] Scales = [0.5, 1, 1.5, 3];

    public static int Start(string[] arguments)
    {
        if (arguments.Contains("--skew"))
            return ShowSkew(arguments);
        var root = Root();
        var folder = Path.Combine(root, "..", "shared", "traces");
        Trace ReadOne(string name) => Read(Path.Combine(folder, $"{name}.csv.gz"), name);
        if (arguments.Contains("--bound"))
            return Show(arguments, Bound, Bounds.Table(ReadOne));
        if (arguments.Contains("--late"))
            return Show(arguments, Delayed, Late.Table(ReadOne));
        if (arguments.Contains("--first"))
            return Show(arguments, First, FirstDay.Table(ReadOne));
        if (Directory.Exists(folder))
            Show(arguments, Change, BeforeAndNow.Table(root, ReadOne));
        if (arguments.Contains("--change"))
            return 0;

        var traces = Traces(folder).ToList();
        var table = new StringBuilder("| trace | policy | x clairvoyant | throttled % | throttled minutes | operations a day | splits, merges | USD |\n|---|---|---|---|---|---|---|---|\n");
        Parallel.ForEach(traces.Index(), new ParallelOptions { MaxDegreeOfParallelism = 2 }, item =>
        {
            var rows = Rows(item.Item.Name, item.Item.Load());
            lock (Done)
            {
                Done[item.Index] = rows;
                Console.Error.WriteLine($"{item.Item.Name} done");
            }
        });
        table.AppendJoin("", Done.OrderBy(done => done.Key).Select(done => done.Value));
        Show(arguments, Rivals, table.ToString());
        return ShowSkew(arguments);
    }

    private static int Show(string[] arguments, string part, string table)
    {
        Console.WriteLine(table);
        if (arguments.Contains("--write"))
            FiguresPage.Write(part, table);
        return 0;
    }

    private static int ShowSkew(string[] arguments) => Show(arguments, Uneven, Skew.TableAsync().GetAwaiter().GetResult());

    private static readonly Dictionary<int, string> Done = [];

    private static string Rows(string name, Trace trace)
    {
        var comparison = Comparison.Run(trace, ComparedPolicies.Names, new ReplayProfile());
        return string.Concat(comparison.Results.Select(result => string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {result.Policy} | {result.ShardHours / comparison.ClairvoyantShardHours:0.000} | {result.ThrottledFraction * 100:0.0000} | {result.ThrottledMinutes} | {result.Operations / (trace.Minutes.Count / 1_440.0):0.0}{(result.Refused > 0 ? $" (and {result.Refused} refused)" : "")} | {result.SplitsAndMerges} | {result.CostUsd:N0} |\n")));
    }

    private static IEnumerable<(string Name, Func<Trace> Load)> Traces(string folder)
    {
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.csv.gz") : [];
        foreach (var path in files.Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path).Replace(".csv.gz", "", StringComparison.Ordinal);
            foreach (var scale in name == "worldcup98" ? Scales : [1])
            {
                yield return (string.Create(CultureInfo.InvariantCulture, $"{name}{(name == "worldcup98" ? $" x {scale}" : "")}"), () => Read(path, name).Scaled(scale));
            }
        }

        foreach (var name in SyntheticTraces.Names)
            yield return ($"generated {name}", () => SyntheticTraces.Create(name));
    }

    private static Trace Read(string path, string name)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        return TraceCsv.Read(reader, path, name);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Infra.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? Environment.CurrentDirectory;
    }
}
