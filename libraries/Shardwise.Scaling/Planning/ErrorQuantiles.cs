namespace Shardwise.Scaling.Planning;

/// <summary>A distribution of relative errors in a few weighted points, the high ones finer: throttling lives there.</summary>
internal static class ErrorQuantiles
{
    public const int Count = 7;

    public static ReadOnlySpan<double> Levels => [0.25, 0.6, 0.78, 0.89, 0.955, 0.988, 0.998];
    public static ReadOnlySpan<double> Weights => [0.5, 0.2, 0.15, 0.08, 0.05, 0.016, 0.004];

    /// <summary>The standard normal distribution's quantiles at the levels; the last ones raised, since traffic's tails are heavy.</summary>
    public static ReadOnlySpan<double> Normal => [-0.674, 0.253, 0.772, 1.227, 1.70, 2.4, 3.2];
}
