namespace Shardwise.Scaling.Replay.Rivals;

/// <summary>Leaves the stream as it is.</summary>
internal sealed class Unmoved : IScalingPolicy
{
    public Decision Decide(Observation observation) => Asked.Nothing(observation);
}
