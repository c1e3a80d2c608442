namespace Shardwise.Scaling;

/// <summary>Reads demand, in full shards, out of the minutes that are visible.</summary>
internal static class Demand
{
    // A shard count is full before its mean is: keys are never quite even, and a minute hides its seconds.
    private const double FullUtilization = 0.9;

    // Below one attempt in a hundred, throttling is a moment within the minute; from there on, demand is hidden behind the limit.
    private const double HiddenDemandShare = 0.01;

    // What is hidden at the limit cannot be seen: producers wait, or drop. Half as much again finds it within two or three reshards.
    private const double HiddenDemandRaise = 0.5;

    // How often a producer is taken to try each record that does not get in: the SDK's three attempts, and one of its caller's.
    private const double AttemptsPerRecord = 4;

    private const int SlopeMinutes = 10;
    private const int LatestSlopeMinutes = 5;

    // A slope counts from this many of its standard errors: flat noise of any size looks like a rise in about one minute of a hundred.
    private const double SlopeSignificance = 2.5;

    /// <summary>
    /// Accepted load, raised by what was turned away. The count of throttled records knows too little (blocked producers) and too
    /// much (each retry counts), so the raise is at least a half where the stream was full, and never more than a doubling.
    /// </summary>
    public static double Of(TrafficMinute minute)
    {
        var full = minute.AcceptedShards >= FullUtilization * minute.OpenShards && ThrottledShare(minute) >= HiddenDemandShare;
        return minute.AcceptedShards * (1 + Math.Clamp(ThrottledShare(minute), full ? HiddenDemandRaise : 0, 1));
    }

    /// <summary>
    /// Demand seen from <paramref name="openShards"/>. A reshard since that minute has answered what was guessed to hide behind its
    /// throttling, so only what must have been there, with every record tried several times, asks for more.
    /// </summary>
    public static double Of(TrafficMinute minute, int openShards) => minute.OpenShards >= openShards
        ? Of(minute)
        : minute.AcceptedShards * (1 + Math.Min(ThrottledShare(minute) / AttemptsPerRecord, 3));

    private static double ThrottledShare(TrafficMinute minute) =>
        minute.ThrottledRecords > 0 ? minute.ThrottledRecords / Math.Max(minute.Records, 1) : 0;

    /// <summary>The minutes that began after <paramref name="since"/>, newest first.</summary>
    public static IEnumerable<TrafficMinute> NewestFirst(IReadOnlyList<TrafficMinute> minutes, DateTimeOffset since)
    {
        for (var i = minutes.Count - 1; i >= 0 && minutes[i].Start > since; i--)
            yield return minutes[i];
    }

    /// <summary>
    /// Shards a minute by which demand rises of late; 0 when it falls, or when noise would explain it. The lesser of a longer and a
    /// shorter look: after a jump, which the newest minute shows already, the shorter one is flat again and nothing is added to it. Demand behind throttling is an estimate already, whose slope says nothing.
    /// </summary>
    public static double Rise(IReadOnlyList<TrafficMinute> minutes) => minutes is not [.., { ThrottledRecords: 0 }]
        ? 0
        : Math.Max(0, Math.Min(Slope(minutes, SlopeMinutes, SlopeSignificance), Slope(minutes, LatestSlopeMinutes, 0)));

    private static double Slope(IReadOnlyList<TrafficMinute> minutes, int count, double significance)
    {
        var newest = minutes[^1].Start;
        var points = NewestFirst(minutes, newest - TimeSpan.FromMinutes(count))
            .Select(minute => (X: (minute.Start - newest).TotalMinutes, Y: Of(minute)))
            .ToList();
        // More than half of the minutes, so that a gap is not bridged by a guess.
        if (points.Count <= count / 2)
            return 0;

        var meanX = points.Average(point => point.X);
        var meanY = points.Average(point => point.Y);
        var spread = points.Sum(point => (point.X - meanX) * (point.X - meanX));
        var slope = points.Sum(point => (point.X - meanX) * (point.Y - meanY)) / spread;
        var residual = points.Sum(point => Math.Pow(point.Y - meanY - slope * (point.X - meanX), 2));
        var standardError = Math.Sqrt(residual / (points.Count - 2) / spread);
        return slope > significance * standardError ? slope : 0;
    }
}
