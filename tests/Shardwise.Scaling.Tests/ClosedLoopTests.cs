using System.Globalization;
using System.IO.Compression;
using Xunit.Abstractions;

namespace Shardwise.Scaling.Tests;

/// <summary>The policy drives a simulated stream minute by minute, and is judged by what becomes of the traffic.</summary>
public class ClosedLoopTests(ITestOutputHelper output)
{
    private static readonly ScalingTarget Target = new() { StreamName = "clicks", MinShards = 1, MaxShards = 1_000 };

    [Theory]
    [InlineData(1.4, 8.4, 2.1, false)]
    [InlineData(1.9, 11.5, 2.8, false)]
    [InlineData(1.9, 11.5, 2.8, true)]
    [InlineData(1.4, 8.4, 2.1, true)]
    public void A_day_in_two_hours_is_followed_up_and_down(double night, double noon, double evening, bool retries)
    {
        var load = Noisy(Enumerable.Range(0, 120).Select(t => Day(t, night, noon, evening)), 0.05, 1);
        var loop = Run("day", load, 2, Target, retries);

        Assert.Equal(0, loop.Refused);
        Assert.True(loop.ThrottledFraction < 0.001, $"{loop.ThrottledFraction:P3} throttled");
        Assert.Contains(loop.Operations, operation => operation.ToShards < operation.FromShards);
        Assert.True(loop.Operations.Max(operation => operation.ToShards) >= noon);
        Assert.True(loop.Open < loop.Operations.Max(operation => operation.ToShards), $"{loop.Open} shards at the end");
        Assert.True(loop.OperationsLeft >= 2);
    }

    [Theory]
    [Trait("Category", "Replay")]
    [InlineData(0.05)]
    [InlineData(0.2)]
    public void Flat_noise_makes_it_settle_and_stay(double noise)
    {
        foreach (var (load, start, seed) in new[] { (0.6, 3, 1), (2.9, 4, 2), (7.3, 30, 3), (40.0, 20, 4), (300.0, 1_000, 5) })
        {
            var loop = Run($"flat {load}", Noisy(Enumerable.Repeat(load, 1_440), noise, seed), start, Target);

            Assert.Equal(0, loop.Refused);
            Assert.DoesNotContain(loop.Operations.Zip(loop.Operations.Skip(1)), pair =>
                pair.First.ToShards < pair.First.FromShards && pair.Second.ToShards > pair.Second.FromShards
                && pair.Second.At - pair.First.At <= TimeSpan.FromMinutes(10));
            Assert.True(loop.Operations.Count <= 4, loop.Path);
        }
    }

    [Fact]
    public void A_step_to_four_times_the_load_is_met_in_operations_that_follow_each_other_at_once()
    {
        var loop = Run("step", Enumerable.Range(0, 240).Select(t => t < 60 ? 10.0 : 40.0), 15, Target);

        Assert.True(loop.Operations.Count is 2 or 3, loop.Path);
        Assert.All(loop.Operations, operation => Assert.True(operation.ToShards > operation.FromShards));
        Assert.Equal(0, loop.Refused);
        Assert.True(loop.ThrottledMinutes <= 11);
    }

    [Fact]
    public void With_gaps_in_the_metrics_it_still_goes_up_and_never_down()
    {
        var loop = ClosedLoop.Run(
            Enumerable.Range(0, 240).Select(t => Day(t / 2.0, 1.9, 11.5, 2.8)), 2, Target, hidden: minute => minute % 5 == 0);

        Assert.Equal(0, loop.Refused);
        Assert.True(loop.Open >= 12);
        Assert.All(loop.Operations, operation => Assert.True(operation.ToShards > operation.FromShards));
    }

    [Fact]
    public void A_load_that_has_gone_takes_the_stream_down_step_by_step()
    {
        var loop = Run("gone", Enumerable.Range(0, 400).Select(t => t < 100 ? 40.0 : 2.5), 57, Target with { MinShards = 5 });

        Assert.All(loop.Operations, operation => Assert.True(operation.ToShards < operation.FromShards));
        Assert.InRange(loop.Open, 5, 6);
        Assert.Equal(0, loop.Refused);
    }

    [SharedDataFact]
    [Trait("Category", "Replay")]
    public void Two_hours_of_real_bursts_never_end_short_of_shards_with_no_operation_left()
    {
        var trace = Trace("elb_request_count");
        foreach (var first in new[] { 0, 500, 1_500, 3_000, 6_000, 9_000, 12_000 })
        {
            foreach (var (start, retries) in new[] { (2, false), (2, true), (20, false), (20, true) })
            {
                var load = trace.Skip(first).Take(120).ToList();
                var loop = Run($"elb from minute {first}", load, start, Target, retries);

                Assert.Equal(0, loop.Refused);
                // Either what is open carries the two hours' peak, or doublings are left that reach it.
                Assert.True(loop.Open * Math.Pow(2, loop.OperationsLeft) >= load.Max(), $"{loop.Path}, {loop.OperationsLeft} left");
            }
        }
    }

    private ClosedLoop Run(string name, IEnumerable<double> load, int start, ScalingTarget target, bool retries = false)
    {
        var loop = ClosedLoop.Run(load, start, target, retries: retries);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name}{(retries ? ", retries" : "")}: lost {loop.ThrottledFraction:P3}, "
            + $"throttled in {loop.ThrottledMinutes} minutes, utilization {loop.MeanUtilization:P0}, "
            + $"{loop.Operations.Count} operations, {loop.OperationsLeft} left: {loop.Path}"));
        return loop;
    }

    /// <summary>A night, a climb to noon by minute 54, and an evening from minute 96 on.</summary>
    private static double Day(double minute, double night, double noon, double evening) => minute switch
    {
        < 12 => night,
        < 54 => night + (noon - night) * (1 - Math.Cos(Math.PI * (minute - 12) / 42)) / 2,
        < 66 => noon,
        < 96 => noon + (evening - noon) * (1 - Math.Cos(Math.PI * (minute - 66) / 30)) / 2,
        _ => evening,
    };

    private static IEnumerable<double> Noisy(IEnumerable<double> load, double noise, int seed)
    {
        var random = new Random(seed);
        return load.Select(value => value * (1 + noise * (2 * random.NextDouble() - 1)));
    }

    private static List<double> Trace(string name)
    {
        using var file = File.OpenRead(Path.Combine(SharedDataFactAttribute.Traces!, name + ".csv.gz"));
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        reader.ReadLine();
        var load = new List<double>();
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split(',').Select(field => double.Parse(field, CultureInfo.InvariantCulture)).ToArray();
            load.Add(Math.Max(fields[1] / ShardCapacity.RecordsPerMinute, fields[2] / ShardCapacity.BytesPerMinute));
        }

        return load;
    }
}
