namespace Shardwise.LocalKinesis.Streams;

/// <summary>How to get from the ranges there are to equal ones, in the only two steps that Kinesis has.</summary>
internal static class ReshardPlan
{
    /// <summary>
    /// Splits first, so that no step needs a range that is not there yet; each as near the middle of what it cuts as can be, so that no chain is
    /// long.
    /// </summary>
    public static IReadOnlyList<ReshardStep> Steps(IReadOnlyList<UInt128> from, int target)
    {
        var wanted = HashKeyRange.Starts(target);
        // Rounding differs by a key between ways of dividing 2^128; moving such a boundary would cost a split and a merge for nothing.
        var tolerance = (UInt128)(uint)(from.Count + target);
        var (missing, kept) = (new List<UInt128>(), new HashSet<UInt128>());
        foreach (var start in wanted)
        {
            if (Nearest(from, start) is var near && Distance(near, start) <= tolerance)
            {
                kept.Add(near);
            }
            else
            {
                missing.Add(start);
            }
        }

        var steps = new List<ReshardStep>();
        AddMiddleFirst(missing, 0, missing.Count, steps);
        steps.AddRange(from.Where(start => !kept.Contains(start)).Select(start => new ReshardStep(IsSplit: false, start)));
        return steps;
    }

    private static void AddMiddleFirst(List<UInt128> cuts, int from, int to, List<ReshardStep> steps)
    {
        if (from < to)
        {
            var middle = (from + to) / 2;
            steps.Add(new ReshardStep(IsSplit: true, cuts[middle]));
            AddMiddleFirst(cuts, from, middle, steps);
            AddMiddleFirst(cuts, middle + 1, to, steps);
        }
    }

    private static UInt128 Nearest(IReadOnlyList<UInt128> sorted, UInt128 key)
    {
        var (low, high) = (0, sorted.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = sorted[middle] <= key ? (middle, high) : (low, middle - 1);
        }

        return low + 1 < sorted.Count && Distance(sorted[low + 1], key) < Distance(sorted[low], key) ? sorted[low + 1] : sorted[low];
    }

    private static UInt128 Distance(UInt128 a, UInt128 b) => a > b ? a - b : b - a;
}
