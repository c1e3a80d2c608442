using System.Globalization;

namespace Shardwise.Local;

/// <summary>A statistic by its name: Sum, Average, Minimum, Maximum, SampleCount, or a percentile such as p99.9.</summary>
internal static class MetricStatistic
{
    /// <exception cref="AwsError">It is not served here.</exception>
    public static Func<MetricPeriod, double?> Of(string name) => name switch
    {
        "Sum" => period => period.Point.Sum,
        "Average" => period => period.Point.Average,
        "Minimum" => period => period.Point.Minimum,
        "Maximum" => period => period.Point.Maximum,
        "SampleCount" => period => period.Point.SampleCount,
        _ when name.Length > 1 && name[0] is 'p' or 'P' && double.TryParse(name.AsSpan(1), NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture, out double percent)
            && percent <= 100 => period => period.Percentile(percent),
        _ => throw AwsError.Validation(
            $"The statistic '{name}' is not served locally: Sum, Average, Minimum, Maximum, SampleCount and percentiles (p99.9) are."),
    };
}
