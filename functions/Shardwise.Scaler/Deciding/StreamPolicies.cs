using System.Collections.Concurrent;
using Shardwise.Scaling;

namespace Shardwise.Scaler.Deciding;

/// <summary>
/// A policy for each stream and the setting of its target. What a policy keeps of a stream's habits only saves work, so that a new process decides
/// the same.
/// </summary>
internal sealed class StreamPolicies : IScalingPolicy
{
    private readonly ConcurrentDictionary<(string Stream, string Policy, bool IsWarm), IScalingPolicy> _policies = new();

    public Decision Decide(Observation observation)
    {
        var target = observation.Target;
        var policy = _policies.GetOrAdd((target.StreamName, ScalerPolicy.NameOf(target), target.WarmThroughput), _ => ScalerPolicy.Of(target));
        // A policy serves one thread at a time; Lambda has one anyway.
        lock (policy)
            return policy.Decide(observation);
    }
}
