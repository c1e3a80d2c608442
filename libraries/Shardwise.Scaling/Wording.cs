using System.Globalization;

namespace Shardwise.Scaling;

/// <summary>Puts a decision's figures into a sentence for a person.</summary>
internal static class Wording
{
    public static string Sentence(int open, int target, string why, int used, int allowed)
    {
        var verdict = target == open ? $"Hold at {Count(open)}"
            : target > open ? Invariant($"Up from {open} to {Count(target)}")
            : Invariant($"Down from {open} to {Count(target)}");
        return Invariant($"{verdict}: {why}, {used} of {allowed} operations used.");
    }

    public static string Count(int shards) => Invariant($"{shards} shard{(shards == 1 ? "" : "s")}");

    public static string Operations(int count) => Invariant($"{count} operation{(count == 1 ? "" : "s")}");

    public static string Load(TrafficMinute minute, double demand, int open)
    {
        var byBytes = minute.Bytes / ShardCapacity.BytesPerMinute >= minute.Records / ShardCapacity.RecordsPerMinute;
        var text = Invariant(
            $"{(byBytes ? "bytes" : "records")} at {Percent(minute.AcceptedShards / minute.OpenShards)} of {Count(minute.OpenShards)}");
        text += Invariant($" in the minute {Clock(minute.Start)}");
        if (minute.ThrottledRecords > 0)
            text += Invariant($" with {minute.ThrottledRecords:N0} records throttled, so demand is taken as {demand:0.0} shards");
        if (minute.OpenShards != open)
            text += Invariant($", which is {Percent(demand / open)} of the {open} now");
        return text;
    }

    public static string Step(int open, int wanted) =>
        Invariant($"{Count(wanted)} wanted, and one operation at most {(wanted > open ? "doubles" : "halves")}");

    public static string NoLoad(Observation observation) => observation.Minutes is [.., var newest]
        ? $"no traffic minute is visible since {Clock(newest.Start)}, and what is not seen is not taken as quiet"
        : "no traffic minute is visible, and what is not seen is not taken as quiet";

    private static string Percent(double share) => Invariant($"{share * 100:0} %");

    private static string Clock(DateTimeOffset at) => Invariant($"{at.UtcDateTime:HH:mm} UTC");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
