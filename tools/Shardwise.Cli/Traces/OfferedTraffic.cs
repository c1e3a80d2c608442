using Shardwise.Scaling.Replay;

namespace Shardwise.Cli.Traces;

/// <summary>What producers offered in a minute, out of what CloudWatch counted in it.</summary>
internal static class OfferedTraffic
{
    // Rejected records count each try; the SDK makes three, and its caller often one more.
    private const double AttemptsPerRecord = 4;

    /// <param name="bytes">IncomingBytes, sum.</param>
    /// <param name="records">IncomingRecords, sum.</param>
    /// <param name="throttled">WriteProvisionedThroughputExceeded, sum; at most doubles the minute, as in the scaler.</param>
    public static TraceMinute Of(double bytes, double records, double throttled)
    {
        var raise = records > 0 ? 1 + Math.Min(1, throttled / AttemptsPerRecord / records) : 1;
        return new TraceMinute(records * raise, bytes * raise);
    }
}
