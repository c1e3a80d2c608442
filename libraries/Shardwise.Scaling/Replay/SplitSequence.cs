namespace Shardwise.Scaling.Replay;

/// <summary>A sequence of splits and merges from equal ranges to equal ranges.</summary>
/// <remarks>About 30 seconds each, one at a time, as AWS and its users report of <c>SplitShard</c>: two a minute.</remarks>
public static class SplitSequence
{
    /// <summary>How many splits and merges take <paramref name="from"/> equal ranges to <paramref name="to"/> equal ranges.</summary>
    /// <remarks>
    /// The boundaries that both have in common are gcd - 1 inner ones; every other boundary of the new ranges is one split, and every
    /// other boundary of the old ones one merge.
    /// </remarks>
    public static int Length(int from, int to) => from + to - 2 * GreatestCommonDivisor(from, to);

    /// <summary>Whole minutes that the sequence takes.</summary>
    public static int Minutes(int from, int to) => (Length(from, to) + 1) / 2;

    /// <summary>Open shards after the first so many steps: on the way up splits come first, on the way down they take turns with merges.</summary>
    public static int RangesAfter(int from, int to, int steps)
    {
        var (splits, length) = (to - GreatestCommonDivisor(from, to), Length(from, to));
        var split = to > from ? Math.Min(steps, splits) : (int)Math.Ceiling((double)splits * steps / Math.Max(1, length));
        return from + split - (steps - split);
    }

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
