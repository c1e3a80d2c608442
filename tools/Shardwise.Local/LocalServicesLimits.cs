using System.Globalization;

namespace Shardwise.Local;

/// <summary>What each option may be.</summary>
internal static class LocalServicesLimits
{
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static void Check(LocalServicesOptions options)
    {
        Require(options.DataDirectory.Length > 0, nameof(options.DataDirectory), "''", "a folder");
        Require(options.Port is >= 0 and <= 65_535, nameof(options.Port), options.Port, "from 0 to 65535");
        Require(options.Speed is >= 1 and <= 3_600, nameof(options.Speed), options.Speed, "from 1 to 3600");
        Require(options.ShardFraction is > 0 and <= 1, nameof(options.ShardFraction), options.ShardFraction, "above 0 and at most 1");
        Require(options.DailyOperations >= 0, nameof(options.DailyOperations), options.DailyOperations, "at least 0");
        Require(options.ShardLimit >= 1, nameof(options.ShardLimit), options.ShardLimit, "at least 1");
        Require(options.MetricDelay >= TimeSpan.Zero, nameof(options.MetricDelay), options.MetricDelay, "at least zero");
        Require(options.SplitMergeDuration >= TimeSpan.Zero, nameof(options.SplitMergeDuration), options.SplitMergeDuration, "at least zero");
        Require(options.StateChangeDuration >= TimeSpan.Zero, nameof(options.StateChangeDuration), options.StateChangeDuration, "at least zero");
        Require(options.AccountId.Length == 12 && options.AccountId.All(char.IsAsciiDigit), nameof(options.AccountId),
            $"'{options.AccountId}'", "12 digits");
    }

    private static void Require(bool isRight, string option, object value, string allowed)
    {
        if (!isRight)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"LocalServicesOptions.{option} is {value}; it must be {allowed}."));
        }
    }
}
