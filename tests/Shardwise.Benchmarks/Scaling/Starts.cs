using Shardwise.Scaling.Replay;

namespace Shardwise.Benchmarks.Scaling;

/// <summary>What a stream may begin with: half to three times the shards that its first hour needs.</summary>
internal static class Starts
{
    private static readonly double[] Times = [0.5, 1, 1.5, 3];

    public static int[] Of(Trace trace) => [.. Times.Select(times => Of(trace, times))];

    public static int Of(Trace trace, double times) => Math.Max(1, (int)Math.Ceiling(times * trace.Shards.Take(60).Max()));
}
