namespace Shardwise.Scaling.Replay;

/// <summary>A policy that hears within the minute what became of its operation: the published scalers keep state of their own.</summary>
internal interface IAnsweredPolicy : IScalingPolicy
{
    /// <summary>Says what became of a decision, and asks what to do instead when it was refused.</summary>
    /// <returns>One other operation in place of the refused one; null for none.</returns>
    Decision? Answered(Observation observation, Decision decision, bool accepted);
}
