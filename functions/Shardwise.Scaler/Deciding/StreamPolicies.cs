using System.Collections.Concurrent;
using Shardwise.Scaling;
using Shardwise.Scaling.Calendar;
using Shardwise.Scaling.Planning;

namespace Shardwise.Scaler.Deciding;

/// <summary>
/// A planning policy for each stream, with its target's setting and calendar. What a policy keeps of a stream's habits only saves work, so that a new
/// process decides the same.
/// </summary>
internal sealed class StreamPolicies : IScalingPolicy
{
    private readonly ConcurrentDictionary<(string Stream, string Setting, bool Splits), PlanningPolicy> _policies = new();

    public Decision Decide(Observation observation)
    {
        var target = observation.Target;
        var splits = target is { CallsOnly: false, WarmThroughput: false };
        var policy = _policies.GetOrAdd(
            (target.StreamName, target.Setting, splits), key => new PlanningPolicy(PlanningSetting.Find(key.Setting)!, key.Splits));
        // A policy serves one thread at a time; Lambda has one anyway.
        lock (policy)
            return Held(policy, target).Decide(observation);
    }

    private static IScalingPolicy Held(PlanningPolicy policy, ScalingTarget target)
    {
        var held = new CalendarPolicy(policy);
        return target.WarmThroughput ? new WarmThroughputPolicy(held) : held;
    }
}
