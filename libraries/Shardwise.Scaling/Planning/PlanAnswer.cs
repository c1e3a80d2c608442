using System.Globalization;

namespace Shardwise.Scaling.Planning;

/// <summary>Puts what a plan came to into a decision that AWS would accept, and into words.</summary>
internal sealed class PlanAnswer(Observation observation, PlanningSetting setting)
{
    // Longer sequences leave the stream between two counts for too long, and meet the next change half done.
    private const int MostSplitMinutes = 12;

    private const int QuarterSlots = 4;
    private const int EveningSlots = 28;

    private readonly TrafficMinute? _newest = observation.Minutes is [.., var minute] ? minute : null;

    private double? Demanded => _newest is null ? null : Demand.Of(_newest, observation.OpenShards);

    public string Load => Wording.Load(_newest!, Demanded!.Value, observation.OpenShards);

    public Decision Hold(string why) => Decision(null, ReshardMethod.UpdateShardCount, null, why);

    /// <summary>One step towards a bound.</summary>
    public Decision Reach(int shards, string why)
    {
        var open = observation.OpenShards;
        var target = Math.Clamp(shards, observation.Limits.SmallestTarget(open), Math.Max(open, observation.Limits.LargestTarget(open)));
        if (target != shards)
            why = $"{why}; {Wording.Step(open, shards)}";
        return observation.ReshardInFlight ? Hold($"{why}, but a reshard is under way")
            : observation.OperationsLeft == 0 ? Hold($"{why}, but no operation is left")
            : Decision(target == open ? null : target, ReshardMethod.UpdateShardCount, null, why);
    }

    /// <summary>What the plan begins with.</summary>
    public Decision Plan(int target, bool splits, DayForecast forecast)
    {
        var open = observation.OpenShards;
        var left = observation.OperationsLeft;
        var why = target > open ? $"{Load}; {Foreseen(forecast)}"
            : $"{Load}; {Foreseen(forecast)}, and the {Wording.Operations(left - 1)} left after this one are enough for the way back up";
        if (splits && Splits(target) is { } reached)
            return Decision(reached, ReshardMethod.SplitsAndMerges, Math.Sign(reached - open), $"{Load}; {Foreseen(forecast)}");
        return left == 0 ? Hold($"{why}, but no operation is left") : Decision(target, ReshardMethod.UpdateShardCount, null, why);
    }

    /// <summary>The plan is to stay.</summary>
    public Decision Stay(DayForecast forecast) => Hold($"{Load}; {Foreseen(forecast)}, for which no operation pays now");

    private static string Foreseen(DayForecast forecast) => string.Create(CultureInfo.InvariantCulture,
        $"about {forecast.Means.Take(QuarterSlots).Max():0.0} shards are foreseen within a quarter of an hour and {forecast.Means.Take(EveningSlots).Max():0.0} within nine hours");

    // Few splits for nearly the same count; all of them only when no call is left or the sequence is as short as a call.
    private int? Splits(int target)
    {
        var open = observation.OpenShards;
        int? best = null;
        var ceiling = Math.Min(observation.Target.MaxShards, observation.Limits.MaxShards);
        var (least, most) = target > open ? (target, Math.Min(ceiling, (int)(target * 1.2))) : (target, Math.Min(open - 1, (int)(target * 1.2) + 1));
        var mostMinutes = observation.OperationsLeft > 0 || target < open ? setting.SplitMinutes : MostSplitMinutes;
        for (var shards = least; shards <= most; shards++)
        {
            var minutes = Replay.SplitSequence.Minutes(open, shards);
            if (minutes <= mostMinutes && (best is null || minutes < Replay.SplitSequence.Minutes(open, best.Value)))
                best = shards;
        }

        return best;
    }

    private Decision Decision(int? target, ReshardMethod method, int? direction, string why)
    {
        var (open, limit, left) = (observation.OpenShards, observation.Limits.OperationsPerWindow, observation.OperationsLeft);
        var how = direction is null ? "" : "by splits and merges, ";
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
