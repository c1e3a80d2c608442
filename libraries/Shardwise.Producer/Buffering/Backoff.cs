namespace Shardwise.Producer;

/// <summary>How long to wait after failures: exponential, with full jitter, so that producers do not come back in step.</summary>
internal static class Backoff
{
    /// <param name="failures">Failures in a row, 1 or more.</param>
    /// <param name="first">The longest wait after the first.</param>
    /// <param name="most">What it grows to.</param>
    public static TimeSpan After(int failures, TimeSpan first, TimeSpan most)
    {
        double longest = Math.Min(most.Ticks, first.Ticks * Math.Pow(2, Math.Min(failures - 1, 30)));
        return TimeSpan.FromTicks((long)(longest * Random.Shared.NextDouble()));
    }
}
