using Shardwise.Scaling;

namespace Shardwise.Scaler.Tests;

/// <summary>Decides as another policy does, and remembers what it saw.</summary>
internal sealed class Recorder(IScalingPolicy policy) : IScalingPolicy
{
    public List<Observation> Seen { get; } = [];

    public Decision Decide(Observation observation)
    {
        Seen.Add(observation);
        return policy.Decide(observation);
    }
}
