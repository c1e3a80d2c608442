namespace Shardwise.Scaling.Replay;

/// <summary>How much later than usual a replay shows its minutes to a policy.</summary>
/// <param name="Minutes">Minutes that each one comes late beyond the usual two, 0 or more.</param>
/// <param name="Jitter">Up to how many more, drawn minute by minute from a fixed seed, 0 or more.</param>
/// <param name="Gaps">Whether every six hours nothing is shown for a quarter of an hour, and one minute in forty never.</param>
public sealed record MetricLateness(int Minutes, int Jitter = 0, bool Gaps = false)
{
    private const int GapEvery = 360;
    private const int GapMinutes = 15;
    private const int LostOneIn = 40;

    /// <summary>Whether a minute is never shown.</summary>
    internal bool IsLost(int minute) => Gaps && Draw(minute, 1) % LostOneIn == 0;

    /// <summary>Before which minute all is shown at one, as far as this minute alone tells: what was shown once stays.</summary>
    internal int ShownBefore(int minute)
    {
        if (Gaps && minute % GapEvery < GapMinutes)
            return 0;
        return minute - Minutes - (Jitter == 0 ? 0 : (int)(Draw(minute, 2) % (uint)(Jitter + 1)));
    }

    // A fixed mix of the bits (Knuth's multiplicative hash, twice), so that every run draws the same.
    private static uint Draw(int minute, uint stream)
    {
        var bits = unchecked(((uint)minute + 1) * 2_654_435_761u ^ stream * 2_246_822_519u);
        bits = unchecked((bits ^ (bits >> 15)) * 2_654_435_761u);
        return bits ^ (bits >> 13);
    }
}
