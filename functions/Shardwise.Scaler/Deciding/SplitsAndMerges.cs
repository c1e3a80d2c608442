using System.Numerics;

namespace Shardwise.Scaler;

/// <summary>The next of the splits and merges that lead from any ranges to equal ones.</summary>
/// <remarks>
/// Splits come first, the widest range before others, so that no moment has less capacity than the start. Each look begins anew from the
/// ranges there are, so that a sequence goes on wherever it was left, also after somebody else had a hand in it.
/// </remarks>
internal static class SplitsAndMerges
{
    /// <summary>The next step, or <see langword="null"/> when the ranges are equal.</summary>
    /// <param name="shards">The open shards in the order of their hash keys.</param>
    /// <param name="goal">How many equal ranges there are to be.</param>
    public static Step? Next(IReadOnlyList<ShardRange> shards, int goal)
    {
        var wanted = Starts(goal);
        // Ways of dividing 2^128 differ by a few keys in their rounding. Such a boundary is where it should be.
        var tolerance = (UInt128)(uint)(shards.Count + goal);
        var missing = wanted.Where(start => !shards.Any(shard => Distance(shard.Start, start) <= tolerance)).ToList();
        if (missing.Count > 0)
            return Split(shards, missing);

        var merges = shards.Zip(shards.Skip(1), (lower, upper) => (Lower: lower, Upper: upper))
            .Where(pair => !wanted.Any(start => Distance(pair.Upper.Start, start) <= tolerance)).ToList();
        if (merges.Count == 0)
            return null;
        var (low, high) = merges.MinBy(pair => pair.Lower.Share + pair.Upper.Share);
        return new Step(StepKind.MergeShards, shards.Count, shards.Count - 1) { Shard = low, Adjacent = high };
    }

    /// <summary>How many equal shards have the capacity of these: as if all were as wide as the widest.</summary>
    public static int Capacity(IReadOnlyList<ShardRange> shards) => Math.Max(1, (int)Math.Floor(1 / shards.Max(shard => shard.Share) + 0.01));

    private static Step Split(IReadOnlyList<ShardRange> shards, List<UInt128> missing)
    {
        var (shard, at) = missing.Select(start => (Shard: shards.Last(shard => shard.Start <= start), Start: start)).MaxBy(split => split.Shard.Share);
        return new Step(StepKind.SplitShard, shards.Count, shards.Count + 1) { Shard = shard, SplitAt = at };
    }

    private static UInt128[] Starts(int count) => [.. Enumerable.Range(0, count).Select(i => (UInt128)((BigInteger.One << 128) * i / count))];

    private static UInt128 Distance(UInt128 a, UInt128 b) => a > b ? a - b : b - a;
}
