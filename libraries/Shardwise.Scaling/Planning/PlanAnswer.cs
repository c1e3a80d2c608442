using System.Globalization;

namespace Shardwise.Scaling.Planning;

/// <summary>Puts what a plan came to into a decision that AWS would accept, and into words.</summary>
internal sealed class PlanAnswer(Observation observation)
{
    private const int QuarterSlots = 4;
    private const int EveningSlots = 28;

    private readonly TrafficMinute? _newest = observation.Minutes is [.., var minute] ? minute : null;

    private double? Demanded => _newest is null ? null : Demand.Of(_newest, observation.OpenShards);

    public string Load => Wording.Load(_newest!, Demanded!.Value, observation.OpenShards)
        + (LateMetrics.Said(observation) is { } late ? $", {late}" : "");

    public Decision Hold(string why) => Decision(null, ReshardMethod.UpdateShardCount, why);

    /// <summary>One step towards a bound.</summary>
    public Decision Reach(int shards, string why)
    {
        var open = observation.OpenShards;
        var target = Math.Clamp(shards, observation.Limits.SmallestTarget(open), Math.Max(open, observation.Limits.LargestTarget(open)));
        if (target != shards)
            why = $"{why}; {Wording.Step(open, shards)}";
        return observation.ReshardInFlight ? Hold($"{why}, but a reshard is under way")
            : observation.OperationsLeft == 0 ? Hold($"{why}, but no operation is left")
            : Decision(target == open ? null : target, ReshardMethod.UpdateShardCount, why);
    }

    /// <summary>What the plan begins with.</summary>
    public Decision Plan(PlannedStep step, DayForecast forecast)
    {
        var why = $"{Load}; {Foreseen(forecast)}";
        if (step.Method == ReshardMethod.UpdateShardCount && step.Shards < observation.OpenShards)
            why += $", and the {Wording.Operations(observation.OperationsLeft - 1)} left after this one are enough for the way back up";
        return Decision(step.Shards, step.Method, why);
    }

    /// <summary>The plan is to stay.</summary>
    public Decision Stay(DayForecast forecast) => Hold($"{Load}; {Foreseen(forecast)}, for which no operation pays now");

    private static string Foreseen(DayForecast forecast) => string.Create(CultureInfo.InvariantCulture,
        $"about {forecast.Means.Take(QuarterSlots).Max():0.0} shards are foreseen within a quarter of an hour and "
        + $"{forecast.Means.Take(EveningSlots).Max():0.0} within nine hours");

    private Decision Decision(int? target, ReshardMethod method, string why)
    {
        var (open, limit, left) = (observation.OpenShards, observation.Limits.OperationsPerWindow, observation.OperationsLeft);
        var how = method == ReshardMethod.SplitsAndMerges ? "by splits and merges, " : "";
        return new Decision
        {
            OpenShards = open,
            TargetShards = target,
            Method = method,
            Reason = Wording.Sentence(open, target ?? open, how + why, limit - left, limit),
            DemandShards = Demanded,
            OperationsLeft = left,
        };
    }
}
