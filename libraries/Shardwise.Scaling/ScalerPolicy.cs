using Shardwise.Scaling.Calendar;
using Shardwise.Scaling.Planning;
using Shardwise.Scaling.Replay;

namespace Shardwise.Scaling;

/// <summary>The policy that holds a stream to its target, made here alone: for the scaler, for what it would decide now, and for a plan.</summary>
public static class ScalerPolicy
{
    /// <summary>Makes the policy: by the target's setting, with splits and merges unless the target has none, within the target's calendar.</summary>
    /// <param name="target">The target; of another one with the same setting and ways the policy is the same.</param>
    /// <exception cref="ArgumentException">The target is not valid; see <see cref="ScalingTarget.Validate"/>.</exception>
    public static IScalingPolicy Of(ScalingTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        target.Validate();
        var policy = new CalendarPolicy(new PlanningPolicy(PlanningSetting.Find(target.Setting)!, HasSplits(target)));
        return target.WarmThroughput ? new WarmThroughputPolicy(policy) : policy;
    }

    /// <summary>What replays call the planning policy in it: <c>balanced+split</c> for a target with the defaults.</summary>
    /// <param name="target">The target.</param>
    public static string NameOf(ScalingTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return ComparedPolicies.NameOf(target.Setting, HasSplits(target));
    }

    private static bool HasSplits(ScalingTarget target) => target is { CallsOnly: false, WarmThroughput: false };
}
