using System.Globalization;
using Shardwise.Scaler.Observing;
using Shardwise.Scaling;

namespace Shardwise.Scaler.Deciding;

/// <summary>What the reading side says to a decision that was made for the writing side.</summary>
internal static class Consumers
{
    // Far more than polling and batching windows explain, far less than a retention period.
    private static readonly TimeSpan Behind = TimeSpan.FromMinutes(2);

    // A reshard that is to help readers takes minutes to do so: not a second one before that is seen.
    private static readonly TimeSpan SinceLastOperation = TimeSpan.FromMinutes(30);

    /// <summary>Source: Kinesis quotas, 2 MiB a second of GetRecords a shard.</summary>
    private const double ReadBytesPerMinute = 60 * 2 * 1_048_576;

    // Throttled with less than this read, it is the five calls a second, and those every shard has however many there are.
    private const double FullReads = 0.5;

    private const int ThrottledMinutes = 3;
    private const double Growth = 1.25;

    // The last operations of the day belong to the writers.
    private const int OperationsKept = 2;

    public static (Decision Decision, string? Note) Heard(StreamObservation observed, Decision decision)
    {
        if (observed.Readers is not { } readers)
            return (decision, null);
        if (decision.TargetShards < decision.OpenShards && readers.Lag >= Behind && decision.OpenShards <= observed.Observation.Target.MaxShards)
            return (Held(decision, Invariant($"{readers.LaggingConsumer} is {Text(readers.Lag)} behind, and fewer shards would not help it")), null);
        if (readers.ThrottledMinutes < ThrottledMinutes || decision.TargetShards is not null || observed.Observation.ReshardInFlight)
            return (decision, null);

        var busy = readers.BytesPerMinute / ReadBytesPerMinute / observed.OpenShards;
        var throttled = Invariant($"reads were throttled in {readers.ThrottledMinutes} of {readers.SeenMinutes} minutes");
        if (busy < FullReads)
            return (decision, Invariant(
                $"{throttled}, but only {busy * 100:0} % of what the shards can give was read: too many calls, which more shards do not help"));
        return Grown(observed, decision) is { } shards
            ? (decision with
            {
                TargetShards = shards,
                Reason = Invariant($"Up from {decision.OpenShards} to {shards} shards: {throttled}, ")
                    + Invariant($"with {busy * 100:0} % of what the shards can give read in the busiest."),
            }, null)
            : (decision, throttled);
    }

    private static int? Grown(StreamObservation observed, Decision decision)
    {
        var observation = observed.Observation;
        var most = Math.Min(observation.Target.MaxShards, observation.Limits.LargestTarget(decision.OpenShards));
        var shards = Math.Min(most, (int)Math.Ceiling(decision.OpenShards * Growth));
        var isRecent = observation.Operations.Any(operation => operation.At > observation.Now - SinceLastOperation);
        return shards > decision.OpenShards && !isRecent && observation.OperationsLeft > OperationsKept ? shards : null;
    }

    private static Decision Held(Decision decision, string why) =>
        decision with { TargetShards = null, Reason = Invariant($"Hold at {decision.OpenShards} shards: {why} ({decision.TargetShards} would do).") };

    private static string Text(TimeSpan time) =>
        time.TotalMinutes < 120 ? Invariant($"{time.TotalMinutes:0} minutes") : Invariant($"{time.TotalHours:0.#} hours");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
