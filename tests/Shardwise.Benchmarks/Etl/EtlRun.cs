using System.Diagnostics;
using System.Globalization;

namespace Shardwise.Benchmarks.Etl;

/// <summary>
/// Measures all paths by turns, so that what disturbs the machine disturbs them alike; ten times in a row each, for a function does not run after another's garbage.
/// </summary>
internal static class EtlRun
{
    private const int WarmUpRounds = 30;
    private const int RunsInARow = 10;

    public static int Start(string[] args)
    {
        (byte[] json, List<byte[]> payloads, int userRecords) = EtlInput.Make();
        var paths = new EtlPaths(json, payloads);
        List<Path> all =
        [
            new("standard serializer, Google.Protobuf, MD5", paths.Standard),
            new("Shardwise, payload to user code", paths.Shardwise),
            new("of that the serializer alone", paths.SerializerOnly),
            new("of that taking apart alone, checksums among it", paths.TakingApartOnly),
            new("MD5 alone, one after the other", paths.ChecksumsInTurn),
            new("MD5 alone, side by side", paths.ChecksumsSideBySide),
        ];
        if (paths.Standard() != paths.Shardwise())
        {
            throw new InvalidOperationException("The paths do not see the same user records.");
        }

        int rounds = args.Contains("--quick") ? 40 : 200;
        for (int round = -WarmUpRounds; round < rounds; round += RunsInARow)
        {
            foreach (Path path in all)
            {
                path.Run(RunsInARow, keep: round >= 0);
            }
        }

        Report(all, json.Length, userRecords);
        return 0;
    }

    private static void Report(List<Path> all, int bytes, int userRecords)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"An event of {bytes:N0} B: {EtlInput.Aggregates} aggregates, {userRecords:N0} user records."));
        Console.WriteLine("| path | fastest us | median us | allocated B |\n|---|--:|--:|--:|");
        foreach (Path path in all)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {path.Name} | {path.Fastest:N0} | {path.Median:N0} | {path.Allocated:N0} |"));
        }

        (Path standard, Path ours, Path inTurn, Path sideBySide) = (all[0], all[1], all[^2], all[^1]);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Shardwise is {standard.Median / ours.Median:N1}x as fast as the standard path and allocates 1/{standard.Allocated / Math.Max(1, ours.Allocated):N0}; it takes {ours.Median / inTurn.Median:N2}x of MD5 one after the other, {ours.Median / sideBySide.Median:N2}x of MD5 side by side (medians). By the fastest rounds, which have no garbage to collect, it is {standard.Fastest / ours.Fastest:N1}x as fast."));
    }

    private sealed class Path(string name, Func<long> work)
    {
        private readonly List<double> _microseconds = [];

        public string Name => name;

        public double Fastest => _microseconds.Min();

        public double Median => _microseconds.Order().ElementAt(_microseconds.Count / 2);

        /// <summary>In the last round.</summary>
        public long Allocated { get; private set; }

        public void Run(int times, bool keep)
        {
            for (int run = 0; run < times; run++)
            {
                long allocated = GC.GetAllocatedBytesForCurrentThread();
                long started = Stopwatch.GetTimestamp();
                work();
                TimeSpan took = Stopwatch.GetElapsedTime(started);
                Allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
                if (keep)
                {
                    _microseconds.Add(took.TotalMicroseconds);
                }
            }
        }
    }
}
