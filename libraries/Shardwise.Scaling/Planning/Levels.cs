namespace Shardwise.Scaling.Planning;

/// <summary>The shard counts that a plan weighs.</summary>
internal static class Levels
{
    private const int Most = 64;

    /// <summary>Every count of a narrow range, else some 60 with equal factors between them, with those that matter now among them.</summary>
    public static int[] Between(int least, int most, int open, ReshardLimits limits)
    {
        if (most - least < Most)
            return [.. Enumerable.Range(least, most - least + 1)];
        var levels = new SortedSet<int> { least, most };
        foreach (var special in (int[])[open, limits.SmallestTarget(open), limits.LargestTarget(open)])
        {
            if (special >= least && special <= most)
                levels.Add(special);
        }

        for (var i = 1; i < Most; i++)
            levels.Add((int)Math.Round(least * Math.Pow((double)most / least, (double)i / Most)));
        return [.. levels];
    }

    /// <summary>By level: the first and the last that one operation reaches.</summary>
    public static (int[] First, int[] Last) Reach(int[] levels, ReshardLimits limits)
    {
        var (first, last) = (new int[levels.Length], new int[levels.Length]);
        for (var i = 0; i < levels.Length; i++)
        {
            first[i] = i == 0 ? 0 : first[i - 1];
            while (levels[first[i]] < limits.SmallestTarget(levels[i]) && first[i] < i)
                first[i]++;
            last[i] = Math.Max(i, i == 0 ? 0 : last[i - 1]);
            while (last[i] + 1 < levels.Length && levels[last[i] + 1] <= limits.LargestTarget(levels[i]))
                last[i]++;
        }

        return (first, last);
    }

    /// <summary>The largest level below a load; -1 for none.</summary>
    public static int Below(int[] levels, double load)
    {
        if (load <= levels[0])
            return -1;
        var whole = (int)Math.Min(int.MaxValue, Math.Ceiling(load)) - 1;
        if (levels[^1] - levels[0] == levels.Length - 1)
            return Math.Min(levels.Length - 1, whole - levels[0]);
        var index = Array.BinarySearch(levels, whole);
        return index >= 0 ? index : ~index - 1;
    }
}
