using Shardwise.Scaler.Observing;

namespace Shardwise.Scaler.Deciding;

/// <summary>The next of the splits and merges that lead from any ranges to equal ones.</summary>
/// <remarks>
/// On the way up splits come first, the widest range before others, so that capacity comes soon. On the way down a merge comes as soon as
/// what it makes fits into one of the ranges to be, so that hardly a moment has more shards than the start. No moment has less capacity than
/// both ends. Each look begins anew from the ranges there are, so that a sequence goes on wherever it was left, also after somebody else had
/// a hand in it.
/// </remarks>
internal static class SplitsAndMerges
{
    /// <summary>The next step, or <see langword="null"/> when the ranges are equal.</summary>
    /// <param name="shards">The open shards in the order of their hash keys.</param>
    /// <param name="goal">How many equal ranges there are to be.</param>
    public static ScalingAction? Next(IReadOnlyList<ShardRange> shards, int goal)
    {
        var wanted = Starts(goal);
        var starts = new UInt128[shards.Count];
        for (var i = 0; i < starts.Length; i++)
            starts[i] = shards[i].Start;
        // Ways of dividing 2^128 differ by a few keys in their rounding. Such a boundary is where it should be.
        var tolerance = (UInt128)(uint)(shards.Count + goal);
        return Capacity(shards) < goal
            ? Split(shards, starts, wanted, tolerance, widest: true) ?? Merge(shards, starts, wanted, tolerance, fitting: false)
            : Merge(shards, starts, wanted, tolerance, fitting: true) ?? Split(shards, starts, wanted, tolerance, widest: false);
    }

    /// <summary>How many equal shards have the capacity of these: as if all were as wide as the widest.</summary>
    public static int Capacity(IReadOnlyList<ShardRange> shards) => Math.Max(1, (int)Math.Floor(1 / shards.Max(shard => shard.Share) + 0.01));

    // The first one otherwise: what it cuts off below fits into a range to be, since all before it are done.
    private static ScalingAction? Split(IReadOnlyList<ShardRange> shards, UInt128[] starts, UInt128[] wanted, UInt128 tolerance, bool widest)
    {
        (ShardRange Shard, UInt128 At)? chosen = null;
        foreach (var start in wanted)
        {
            if (IsNear(starts, start, tolerance))
                continue;
            var shard = shards[LastUpTo(starts, start)];
            if (chosen is null || (widest && shard.Width > chosen.Value.Shard.Width))
                chosen = (shard, start);
        }

        return chosen is not { } split ? null
            : new ScalingAction(ActionKind.SplitShard, shards.Count, shards.Count + 1) { Shard = split.Shard, SplitAt = split.At };
    }

    private static ScalingAction? Merge(IReadOnlyList<ShardRange> shards, UInt128[] starts, UInt128[] wanted, UInt128 tolerance, bool fitting)
    {
        var narrowest = 0;
        for (var upper = 1; upper < shards.Count; upper++)
        {
            if (!IsNear(wanted, starts[upper], tolerance) && (!fitting || Fits(upper)) && (narrowest == 0 || Together(upper) < Together(narrowest)))
                narrowest = upper;
        }

        return narrowest == 0 ? null
            : new ScalingAction(ActionKind.MergeShards, shards.Count, shards.Count - 1)
            {
                Shard = shards[narrowest - 1], Adjacent = shards[narrowest],
            };

        // Whether no boundary to be lies within both, but for the rounding of their own ends.
        bool Fits(int upper)
        {
            var (start, end) = (starts[upper - 1], shards[upper].End);
            var last = wanted[LastUpTo(wanted, end - Smaller(tolerance, end))];
            return last <= start || last - start <= tolerance;
        }

        UInt128 Together(int upper) => shards[upper].End - shards[upper - 1].Start;
    }

    private static UInt128 Smaller(UInt128 one, UInt128 other) => one < other ? one : other;

    private static bool IsNear(UInt128[] sorted, UInt128 value, UInt128 tolerance)
    {
        var below = LastUpTo(sorted, value);
        return value - sorted[below] <= tolerance || (below + 1 < sorted.Length && sorted[below + 1] - value <= tolerance);
    }

    // The first of either list is 0, so that there always is one.
    private static int LastUpTo(UInt128[] sorted, UInt128 value)
    {
        var index = Array.BinarySearch(sorted, value);
        return index >= 0 ? index : ~index - 1;
    }

    // i * 2^128 / count, rounded down, in 128 bits: 2^128 is a whole number of times the count, and a rest.
    private static UInt128[] Starts(int count)
    {
        var (whole, rest) = UInt128.DivRem(UInt128.MaxValue, (UInt128)(uint)count);
        var starts = new UInt128[count];
        for (var i = 1; i < count; i++)
            starts[i] = ((uint)i * whole) + ((uint)i * (rest + 1) / (uint)count);
        return starts;
    }
}
