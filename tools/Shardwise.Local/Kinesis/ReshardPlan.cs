using System.Numerics;

namespace Shardwise.Local;

/// <summary>One split at, or merge across, a hash key: the first key of the upper of the two ranges.</summary>
internal readonly record struct ReshardStep(bool IsSplit, UInt128 At);

/// <summary>How to get from the ranges there are to equal ones, in the only two steps that Kinesis has.</summary>
internal static class ReshardPlan
{
    /// <summary>The first hash keys of n equal ranges.</summary>
    public static UInt128[] UniformStarts(int count)
    {
        var starts = new UInt128[count];
        for (var i = 0; i < count; i++)
        {
            starts[i] = (UInt128)((BigInteger.One << 128) * i / count);
        }

        return starts;
    }

    /// <summary>Splits first, so that no step needs a range that is not there yet.</summary>
    public static IReadOnlyList<ReshardStep> Steps(IReadOnlyList<UInt128> from, int target, out UInt128[] reached)
    {
        var wanted = UniformStarts(target);
        // Rounding differs by a key between ways of dividing 2^128; moving such a boundary would cost a split and a merge for nothing.
        var tolerance = (UInt128)(uint)(from.Count + target);
        var steps = new List<ReshardStep>();
        var kept = new HashSet<UInt128>();
        for (var i = 0; i < wanted.Length; i++)
        {
            if (Nearest(from, wanted[i]) is var near && Distance(near, wanted[i]) <= tolerance)
            {
                wanted[i] = near;
            }
            else
            {
                steps.Add(new ReshardStep(IsSplit: true, wanted[i]));
            }

            kept.Add(wanted[i]);
        }

        steps.AddRange(from.Where(start => !kept.Contains(start)).Select(start => new ReshardStep(IsSplit: false, start)));
        reached = wanted;
        return steps;
    }

    private static UInt128 Nearest(IReadOnlyList<UInt128> starts, UInt128 key) => starts.MinBy(start => Distance(start, key));

    private static UInt128 Distance(UInt128 a, UInt128 b) => a > b ? a - b : b - a;
}
