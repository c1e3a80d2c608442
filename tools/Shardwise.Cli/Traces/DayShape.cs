using Shardwise.Scaling;
using Shardwise.Scaling.Replay;

namespace Shardwise.Cli.Traces;

/// <summary>
/// The built-in day: a morning climb, a peak, a dip, a spike at noon and a long quiet evening, between about 1.5 and 6.5 shards. The evening is
/// long enough for a scaler that knows no day yet to be sure of it, and to come down.
/// </summary>
public static class DayShape
{
    /// <summary>Minutes of the day when nothing else is asked for.</summary>
    public const int DefaultMinutes = 120;

    /// <summary>Fewest minutes that still hold a climb and a fall: 10.</summary>
    public const int MinMinutes = 10;

    private const double Noise = 0.03;
    private const double BytesPerRecord = 2_048;

    // Where in the day (0 to 1) how many shards are offered; straight lines between.
    private static readonly (double At, double Shards)[] Corners =
    [
        (0.00, 1.5), (0.05, 1.6), (0.17, 5.8), (0.24, 6.4), (0.275, 1.8), (0.42, 1.6),
        (0.45, 5.8), (0.50, 6.2), (0.535, 1.9), (1.00, 1.5),
    ];

    /// <summary>Generates the day, the same for the same arguments.</summary>
    /// <param name="minutes">How many minutes the day is stretched over: 10 or more, 120 by default.</param>
    /// <param name="seed">Seeds the noise of 3 % a minute.</param>
    public static Trace Generate(int minutes = DefaultMinutes, int seed = 1998)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minutes, MinMinutes);
        var random = new Random(seed);
        var day = new TraceMinute[minutes];
        for (var minute = 0; minute < minutes; minute++)
        {
            var shards = ShardsAt((minute + 0.5) / minutes) * (1 + Noise * ((2 * random.NextDouble()) - 1));
            var bytes = shards * ShardCapacity.BytesPerMinute;
            day[minute] = new TraceMinute(bytes / BytesPerRecord, bytes);
        }

        return new Trace("a generated day", day);
    }

    private static double ShardsAt(double at)
    {
        var right = Array.FindIndex(Corners, corner => corner.At >= at);
        var (from, to) = (Corners[right - 1], Corners[right]);
        return from.Shards + ((to.Shards - from.Shards) * (at - from.At) / (to.At - from.At));
    }
}
