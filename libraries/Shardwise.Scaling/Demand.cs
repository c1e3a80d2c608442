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

    /// <summary>Whether the stream was full, and turned away so much that nobody knows how much more there was.</summary>
    public static bool IsHidden(TrafficMinute minute) =>
        minute.AcceptedShards >= FullUtilization * minute.OpenShards && ThrottledShare(minute) >= HiddenDemandShare;

    /// <summary>
    /// Accepted load, raised by what was turned away. The count of throttled records knows too little (blocked producers) and too
    /// much (each retry counts), so the raise is at least a half where the stream was full, and never more than a doubling.
    /// </summary>
    public static double Of(TrafficMinute minute)
    {
        var full = IsHidden(minute);
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
}
