using Shardwise.Scaling;

namespace Shardwise.Scaler.Tests.Simulation;

/// <summary>
/// Follows the newest minute's load, up and down, as long as a call is left: more restless than any policy one would deploy, and quick
/// enough for fleets. What is tested with it is all that is around a policy.
/// </summary>
internal sealed class Follower : IScalingPolicy
{
    public Decision Decide(Observation observation)
    {
        var open = observation.OpenShards;
        var newest = observation.Minutes is [.., var minute] && observation.Now - minute.Start < TimeSpan.FromMinutes(6) ? minute : null;
        var demand = newest is null ? (double?)null : newest.AcceptedShards + newest.ThrottledRecords / 6_000;
        var wanted = demand is { } load ? Math.Clamp((int)Math.Ceiling(load / 0.65), observation.Target.MinShards, observation.Target.MaxShards) : open;
        var isWorthIt = wanted > open * 1.3 || wanted < open * 0.5;
        return new Decision
        {
            OpenShards = open,
            TargetShards = isWorthIt && !observation.ReshardInFlight && observation.OperationsLeft > 0 ? wanted : null,
            DemandShards = demand,
            OperationsLeft = observation.OperationsLeft,
            Reason = "The newest minute's load.",
        };
    }
}
