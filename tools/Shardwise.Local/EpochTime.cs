namespace Shardwise.Local;

/// <summary>Times as AWS JSON carries them: seconds since 1970, with a fraction, kept to the millisecond.</summary>
internal static class EpochTime
{
    public static double Write(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;

    public static DateTimeOffset Read(double seconds) => DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round(seconds * 1000));
}
