using System.Globalization;
using System.Text;
using Shardwise.Scaling.Planning;
using Shardwise.Scaling.Replay;

namespace Shardwise.Benchmarks.Scaling;

/// <summary>
/// How far above its forecast the demand comes by the time that a call helps: by the policy's own forecast of the next minutes, and by the best
/// linear one of the last hour and the day before, fitted to the very trace that it is judged by.
/// </summary>
internal static class NextMinutes
{
    private const int Lead = NearTerm.Lead;
    private const int Hour = 60;
    private const int Day = 1_440;
    private const int Newest = 10;
    private const int Around = 2;
    private const double Offset = 0.5;
    private static readonly double[] Shares = [0.9, 0.99, 0.999];

    public static string Table(IReadOnlyList<string> traces, Func<string, Trace> read)
    {
        var table = new StringBuilder("| trace | one minute in ten is more above its forecast than | best linear | one in a hundred | best linear | one in a thousand | best linear |\n|---|---|---|---|---|---|---|\n");
        foreach (var name in traces)
        {
            var shards = read(name).Shards.ToArray();
            var (own, best) = (Quantiles(Own(shards)), Quantiles(Linear(shards)));
            table.Append(CultureInfo.InvariantCulture, $"| {name} ");
            foreach (var (i, quantile) in own.Index())
                table.Append(CultureInfo.InvariantCulture, $"| {Percent(quantile):0.0} % | {Percent(best[i]):0.0} % ");
            table.Append("|\n");
        }

        return table.ToString();
    }

    private static double Percent(double logarithm) => (Math.Exp(logarithm) - 1) * 100;

    private static IEnumerable<int> Ends(double[] shards) => Enumerable.Range(Day + Around, shards.Length - Day - Around - Lead);

    private static double[] Quantiles(IEnumerable<double> errors)
    {
        double[] sorted = [.. errors.Order()];
        return [.. Shares.Select(share => sorted[(int)(share * sorted.Length)])];
    }

    private static IEnumerable<double> Own(double[] shards) => Ends(shards).Select(end =>
    {
        var near = NearTerm.From(shards.AsSpan(end - Hour + 1, Hour));
        return Log(shards[end + Lead]) - Log(Math.Max(0, near.Level + near.Slope * Lead));
    });

    private static IEnumerable<double> Linear(double[] shards)
    {
        double[] logs = [.. shards.Select(Log)];
        var size = Seen(logs, Day + Around).Length;
        var sums = new double[size, size + 1];
        foreach (var end in Ends(shards))
        {
            var seen = Seen(logs, end);
            for (var i = 0; i < size; i++)
            {
                for (var j = 0; j < size; j++)
                    sums[i, j] += seen[i] * seen[j];
                sums[i, size] += seen[i] * logs[end + Lead];
            }
        }

        var weights = Solve(sums, size);
        return Ends(shards).Select(end => logs[end + Lead] - Seen(logs, end).Zip(weights, (value, weight) => value * weight).Sum());
    }

    // The newest minutes, means of a quarter of an hour to an hour, and yesterday now and by the time.
    private static double[] Seen(double[] logs, int end) =>
    [
        1, .. Enumerable.Range(0, Newest).Select(back => logs[end - back]),
        .. new[] { 15, 30, Hour }.Select(minutes => Mean(logs, end - minutes + 1, minutes)),
        Mean(logs, end - Day - Around, 2 * Around + 1), Mean(logs, end - Day + Lead - Around, 2 * Around + 1),
    ];

    private static double Mean(double[] values, int from, int count)
    {
        var sum = 0.0;
        foreach (var value in values.AsSpan(from, count))
            sum += value;
        return sum / count;
    }

    // The normal equations by elimination, with a hair on the diagonal for what depends on one another.
    private static double[] Solve(double[,] sums, int size)
    {
        for (var i = 0; i < size; i++)
            sums[i, i] += 1e-6;
        for (var pivot = 0; pivot < size; pivot++)
        {
            var by = sums[pivot, pivot];
            for (var j = pivot; j <= size; j++)
                sums[pivot, j] /= by;
            for (var i = 0; i < size; i++)
            {
                if (i == pivot || sums[i, pivot] is not (not 0 and var times))
                    continue;
                for (var j = pivot; j <= size; j++)
                    sums[i, j] -= times * sums[pivot, j];
            }
        }

        return [.. Enumerable.Range(0, size).Select(i => sums[i, size])];
    }

    private static double Log(double shards) => Math.Log(shards + Offset);
}
