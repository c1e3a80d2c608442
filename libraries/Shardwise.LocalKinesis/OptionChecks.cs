using System.Globalization;
using Shardwise.LocalKinesis.Operations;

namespace Shardwise.LocalKinesis;

/// <summary>What each option may be.</summary>
internal static class OptionChecks
{
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static void Check(LocalKinesisOptions options)
    {
        const string Type = nameof(LocalKinesisOptions);
        Require(options.Port is >= 0 and <= 65_535, Type, nameof(options.Port), options.Port, "from 0 to 65535");
        Require(options.TlsPort is null or (>= 0 and <= 65_535), Type, nameof(options.TlsPort), options.TlsPort!, "from 0 to 65535");
        Require(options.DataDirectory is null || !string.IsNullOrWhiteSpace(options.DataDirectory), Type, nameof(options.DataDirectory),
            $"'{options.DataDirectory}'", "the path of a folder");
        Require(options.MaxStoredBytes >= 1_048_576, Type, nameof(options.MaxStoredBytes), options.MaxStoredBytes, "at least 1048576");
        Require(options.Region.Length is >= 1 and <= 32, Type, nameof(options.Region), $"'{options.Region}'", "1 to 32 characters");
        Require(options.AccountId.Length == 12
            && options.AccountId.All(char.IsAsciiDigit), Type, nameof(options.AccountId), $"'{options.AccountId}'", "12 digits");
        Require(options.ShardFraction is > 0 and <= 1, Type, nameof(options.ShardFraction), options.ShardFraction, "above 0 and at most 1");
        Require(options.LimitWindow > TimeSpan.Zero, Type, nameof(options.LimitWindow), options.LimitWindow, "above zero");
        Require(options.ShardLimit >= 1, Type, nameof(options.ShardLimit), options.ShardLimit, "at least 1");
        Require(options.OnDemandStreamLimit >= 0, Type, nameof(options.OnDemandStreamLimit), options.OnDemandStreamLimit, "at least 0");
        Require(options.DailyShardCountUpdates >= 0, Type, nameof(options.DailyShardCountUpdates), options.DailyShardCountUpdates, "at least 0");
        Require(options.StateChangeDuration >= TimeSpan.Zero, Type, nameof(options.StateChangeDuration), options.StateChangeDuration,
            "at least zero");
        Require(options.SplitMergeDuration >= TimeSpan.Zero, Type, nameof(options.SplitMergeDuration), options.SplitMergeDuration, "at least zero");
        Require(options.IteratorLifetime > TimeSpan.Zero, Type, nameof(options.IteratorLifetime), options.IteratorLifetime, "above zero");
        Require(options.SubscriptionLifetime > TimeSpan.Zero, Type, nameof(options.SubscriptionLifetime), options.SubscriptionLifetime,
            "above zero");
    }

    /// <exception cref="ArgumentException">A part of the fault is out of its range.</exception>
    public static void Check(Fault fault)
    {
        Require(fault.Share is > 0 and <= 1, nameof(Fault), nameof(fault.Share), fault.Share, "above 0 and at most 1");
        Require(fault.Count is null or >= 1, nameof(Fault), nameof(fault.Count), fault.Count!, "at least 1");
        Require(fault.Delay >= TimeSpan.Zero, nameof(Fault), nameof(fault.Delay), fault.Delay, "at least zero");
    }

    /// <exception cref="ArgumentException">A stream may not have that name, or that many shards.</exception>
    public static void CheckStream(string name, int? shards, LocalKinesisOptions options)
    {
        if (name.Length > 128 || !Members.StreamName.Regex!.IsMatch(name))
        {
            throw new ArgumentException($"'{name}' is not the name of a stream: 1 to 128 of a-z A-Z 0-9 _ . - are allowed.");
        }

        if (shards < 1 || shards > options.ShardLimit)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"A stream of {shards} shards: 1 to {options.ShardLimit} are allowed."));
        }
    }

    private static void Require(bool isRight, string type, string option, object value, string allowed)
    {
        if (!isRight)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{type}.{option} is {value}; it must be {allowed}."));
        }
    }
}
