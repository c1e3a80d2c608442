using System.Diagnostics;
using System.Globalization;
using Shardwise.Benchmarks.Etl;
using Shardwise.Benchmarks.Kpl;

namespace Shardwise.Benchmarks.Against;

/// <summary>This build beside another one of the same benchmarks, by turns in one process: what has become slower shows whatever else the machine does.</summary>
internal static class AgainstRun
{
    private const int WarmUpRuns = 150;

    public static async Task<int> StartAsync(string[] args)
    {
        if (args.FirstOrDefault() is not { } folder || !Directory.Exists(folder))
        {
            Console.Error.WriteLine("Against which build? Give the folder of a checkout in which `dotnet build tests/Shardwise.Benchmarks -c Release` has run.");
            return 1;
        }

        int rounds = args.Contains("--quick") ? 100 : 400;
        OtherBuild[] builds = [new(Path.GetFullPath(folder)), new(KplRun.RepositoryFolder)];
        Console.WriteLine("| fastest rounds | that build, us | this build, us | this is faster by |\n|---|--:|--:|--:|");
        foreach (var (that, mine) in builds[0].Works().Zip(builds[1].Works()))
        {
            var (before, now) = Measure(that.Run, mine.Run, rounds);
            Row(mine.Work, before, now);
        }

        ColdStart[] starts = [builds[0].Start(), builds[1].Start()];
        for (int round = 0; round < rounds / 25; round++)
        {
            foreach (ColdStart start in starts)
            {
                await start.RunAsync().ConfigureAwait(false);
            }
        }

        Row("cold start", 1_000 * starts[0].Fastest, 1_000 * starts[1].Fastest);
        Row("cold start, processor time, mean", 1_000 * starts[0].Processor, 1_000 * starts[1].Processor);
        return 0;
    }

    private static (double That, double Mine) Measure(Action that, Action mine, int rounds)
    {
        for (int run = 0; run < WarmUpRuns; run++)
        {
            that();
            mine();
        }

        (double, double) fastest = (double.MaxValue, double.MaxValue);
        for (int round = 0; round < rounds; round++)
        {
            fastest = (Math.Min(fastest.Item1, Time(that)), Math.Min(fastest.Item2, Time(mine)));
        }

        return fastest;
    }

    private static double Time(Action run)
    {
        long start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }

    private static void Row(string work, double that, double mine) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {work} | {that:N0} | {mine:N0} | {that / mine:0.00}x |"));
}
