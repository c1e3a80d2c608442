namespace Shardwise.Local;

/// <summary>Times as AWS JSON carries them: seconds since 1970, with a fraction, kept to the millisecond.</summary>
internal static class EpochTime
{
    // The years 1 to 9999.
    private const double Earliest = -62_135_596_800;
    private const double Latest = 253_402_300_799;

    public static double Write(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;

    /// <summary>Null for a time that no clock shows.</summary>
    public static DateTimeOffset? TryRead(double seconds) => seconds >= Earliest && seconds <= Latest ? Read(seconds) : null;

    public static DateTimeOffset Read(double seconds) => DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round(seconds * 1000));
}
