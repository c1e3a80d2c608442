using System.Globalization;

namespace Shardwise.Scaling;

/// <summary>
/// Holds the warm throughput of an on-demand stream as another policy would hold shards, a shard being 1 MiB/s. Up is up; what differs is the way
/// down, since Kinesis itself grows such a stream to twice its load, and keeps what the peak of the last hour takes.
/// </summary>
/// <param name="policy">Decides as for shards.</param>
/// <remarks>
/// Sources: "Choose the right mode" and "Update a stream" in the Kinesis Data Streams developer guide. Warm throughput costs nothing, so that a
/// release is for the consumers, who have the shards to follow.
/// </remarks>
public sealed class WarmThroughputPolicy(IScalingPolicy policy) : IScalingPolicy
{
    // What a new on-demand stream has; asked for less, Kinesis has nothing to give back.
    private const int LeastMiBps = 4;

    // A stream is kept at twice its load, as Kinesis keeps it, and less than half of it is not worth moving consumers.
    private const double OfLoad = 2;
    private const double WorthReleasing = 0.5;

    // The peak of the last hour stays whatever is asked.
    private static readonly TimeSpan Settled = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public Decision Decide(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        var decision = policy.Decide(observation);
        if (decision.TargetShards is null && observation.OperationsLeft == 0)
            decision = BeyondTheNumber(observation) ?? decision;
        return decision.TargetShards < decision.OpenShards ? Released(observation, decision, decision.TargetShards.Value) : decision;
    }

    // AWS takes any number of calls a day, so that the number bounds plans and not need.
    private Decision? BeyondTheNumber(Observation observation)
    {
        var used = observation.Operations.Count(operation => operation.At > observation.Now - observation.Limits.Window);
        var allowed = observation.Limits.OperationsPerWindow;
        var more = used + Math.Max(1, allowed);
        var decision = policy.Decide(observation with { Limits = observation.Limits with { OperationsPerWindow = more } });
        return decision.TargetShards > decision.OpenShards ? decision with
        {
            OperationsLeft = 0,
            Reason = decision.Reason.Replace(
                Invariant($"{used} of {more} operations used"), Invariant($"beyond the {allowed} operations of a day"), StringComparison.Ordinal),
        } : null;
    }

    private static Decision Released(Observation observation, Decision decision, int wanted)
    {
        var asked = observation.WarmThroughput ?? 0;
        var peak = observation.Minutes.Where(minute => minute.Start > observation.Now - Settled)
            .Select(minute => Demand.Of(minute, observation.OpenShards)).DefaultIfEmpty().Max();
        var stays = Math.Max(wanted, Math.Max(LeastMiBps, (int)Math.Ceiling(OfLoad * peak)));
        if (asked == 0)
            return Held(decision, "no warm throughput was asked for, and what Kinesis has grown by itself it takes back itself");
        if (observation.Operations is [.., var last] && last.At > observation.Now - Settled)
            return Held(decision, "it was changed within the last hour, whose peak Kinesis keeps");
        // What is more than was asked for before releases nothing: Kinesis takes it for a wish to grow.
        var release = Math.Min(asked, stays);
        return stays > WorthReleasing * decision.OpenShards
            ? Held(decision, Invariant(
                $"at least {stays} stay, twice the load of the last hour and as Kinesis itself would grow it, and less than half is not released"))
            : decision with
            {
                TargetShards = release,
                Reason = decision.Reason.Replace(Change(decision.OpenShards, wanted), Change(decision.OpenShards, release), StringComparison.Ordinal),
            };
    }

    private static string Change(int from, int to) => Invariant($"Down from {from} to {Wording.Count(to)}");

    private static Decision Held(Decision decision, string why) =>
        decision with
        {
            TargetShards = null,
            Reason = Invariant($"Hold at {Wording.Count(decision.OpenShards)}: {why} ({decision.TargetShards} would do)."),
        };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
