namespace Shardwise.Scaling.Replay;

/// <summary>What a trace would cost in on-demand mode, with one reader.</summary>
/// <param name="StandardUsd">On-demand Standard, in USD.</param>
/// <param name="AdvantageUsd">On-demand Advantage, in USD, with its commitment charged to this stream alone.</param>
public sealed record OnDemandCost(double StandardUsd, double AdvantageUsd)
{
    private const double Kilobyte = 1_024;
    private const double Gigabyte = 1_073_741_824;
    private const double Mebibyte = 1_048_576;

    /// <summary>On-demand Advantage, in USD, were the commitment met by what else the account carries.</summary>
    public double AdvantageWithinCommitmentUsd { get; init; }

    /// <summary>What is billed in, in GB of 2^30 bytes: each record rounded up to whole KB.</summary>
    public double GigabytesIn { get; init; }

    /// <summary>What is billed out, in GB of 2^30 bytes, with one reader.</summary>
    public double GigabytesOut { get; init; }

    /// <summary>What the commitment of On-demand Advantage bills at least, each in and out, in GB of 2^30 bytes.</summary>
    /// <param name="hours">For how long.</param>
    /// <param name="prices">What it commits to.</param>
    public static double CommittedGigabytes(double hours, Prices prices)
    {
        ArgumentNullException.ThrowIfNull(prices);
        return prices.AdvantageCommittedMebibytesPerSecond * Mebibyte * 3_600 * hours / Gigabyte;
    }

    /// <summary>Prices a trace; the records of a minute are taken to be all of their mean size.</summary>
    public static OnDemandCost Of(Trace trace, Prices prices)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(prices);
        var gigabytesIn = trace.Minutes.Sum(minute => Units(minute.Records, minute.Bytes, Kilobyte)) * Kilobyte / Gigabyte;
        var gigabytesOut = trace.Minutes.Sum(minute => minute.Bytes) / Gigabyte;
        var hours = trace.Minutes.Count / 60.0;
        var committed = CommittedGigabytes(hours, prices);
        return new OnDemandCost(
            hours * prices.StandardStreamHour + gigabytesIn * prices.StandardGigabyteIn + gigabytesOut * prices.StandardGigabyteOut,
            Math.Max(gigabytesIn, committed) * prices.AdvantageGigabyteIn + Math.Max(gigabytesOut, committed) * prices.AdvantageGigabyteOut)
        {
            GigabytesIn = gigabytesIn,
            GigabytesOut = gigabytesOut,
            AdvantageWithinCommitmentUsd = gigabytesIn * prices.AdvantageGigabyteIn + gigabytesOut * prices.AdvantageGigabyteOut,
        };
    }

    /// <summary>Whole units that records of one size are billed as.</summary>
    // A size that is a whole number of units must not be rounded up for its last bit.
    internal static double Units(double records, double bytes, double unit) =>
        records > 0 ? records * Math.Max(1, Math.Ceiling(bytes / records / unit - 1e-9)) : 0;
}
