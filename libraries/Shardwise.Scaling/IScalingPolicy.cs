namespace Shardwise.Scaling;

/// <summary>Decides how many shards a stream should have, from what can be known at that moment.</summary>
public interface IScalingPolicy
{
    /// <summary>Decides for one stream at one moment.</summary>
    /// <param name="observation">What is known.</param>
    /// <returns>The count to ask for, or none, with the reason.</returns>
    Decision Decide(Observation observation);
}
