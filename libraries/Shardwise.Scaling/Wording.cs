using System.Globalization;

namespace Shardwise.Scaling;

/// <summary>Puts a decision's figures into a sentence for a person.</summary>
internal static class Wording
{
    public static string Sentence(int open, int target, string? obstacle, string why, int used, int allowed)
    {
        var verdict = obstacle is not null || target == open ? $"Hold at {Count(open)}"
            : target > open ? Invariant($"Up from {open} to {Count(target)}")
            : Invariant($"Down from {open} to {Count(target)}");
        return Invariant($"{verdict}: {(obstacle is null ? "" : obstacle + "; ")}{why}, {used} of {allowed} operations used.");
    }

    public static string Count(int shards) => Invariant($"{shards} shard{(shards == 1 ? "" : "s")}");

    public static string Load(TrafficMinute minute, double demand, double rise, int open)
    {
        var byBytes = minute.Bytes / ShardCapacity.BytesPerMinute >= minute.Records / ShardCapacity.RecordsPerMinute;
        var text = Invariant($"{(byBytes ? "bytes" : "records")} at {Percent(minute.AcceptedShards / minute.OpenShards)} of {Count(minute.OpenShards)}");
        text += Invariant($" in the minute {Clock(minute.Start)}");
        if (minute.ThrottledRecords > 0)
            text += Invariant($" with {minute.ThrottledRecords:N0} records throttled, so demand is taken as {demand:0.0} shards");
        if (minute.OpenShards != open)
            text += Invariant($", which is {Percent(demand / open)} of the {open} now");
        return rise > 0 ? text + Invariant($", rising by {rise:0.0#} shards a minute") : text;
    }

    public static string Step(int open, int wanted) =>
        Invariant($"{Count(wanted)} wanted, and one operation at most {(wanted > open ? "doubles" : "halves")}");

    public static string NoLoad(Observation observation) => observation.Minutes is [.., var newest]
        ? $"no traffic minute is visible since {Clock(newest.Start)}, and what is not seen is not taken as quiet"
        : "no traffic minute is visible, and what is not seen is not taken as quiet";

    public static string Quiet(double peak, int open, int minutes, DateTimeOffset newest) => Invariant(
        $"at most {Percent(peak / open)} of {Count(open)} was needed in {(minutes == 1 ? "the minute" : $"each of the {minutes} minutes to")} {Clock(newest)}");

    public static string NoneLeft(Observation observation, int wanted)
    {
        var next = observation.Operations.Select(operation => operation.At + observation.Limits.Window).Where(at => at > observation.Now)
            .Select(at => $", the next is free at {Clock(at)}").FirstOrDefault();
        return $"{Count(wanted)} would be right, but no operation is left{next}";
    }

    private static string Percent(double share) => Invariant($"{share * 100:0} %");

    private static string Clock(DateTimeOffset at) => Invariant($"{at.UtcDateTime:HH:mm} UTC");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
