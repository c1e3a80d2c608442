using Shardwise.Scaling.Replay;

namespace Shardwise.Scaling.Tests.Replay;

/// <summary>Asks for what it was told to, in the minutes it was told, and keeps what it saw.</summary>
internal sealed class Scripted(params (int Minute, int Shards, ReshardMethod Method)[] script) : IScalingPolicy
{
    public List<Observation> Seen { get; } = [];

    public Decision Decide(Observation observation)
    {
        Seen.Add(observation);
        var minute = (int)(observation.Now - StreamReplay.Start).TotalMinutes;
        var step = script.Where(step => step.Minute == minute).Select(step => ((int Shards, ReshardMethod Method)?)(step.Shards, step.Method)).FirstOrDefault();
        return new Decision
        {
            OpenShards = observation.OpenShards,
            TargetShards = step?.Shards,
            Method = step?.Method ?? ReshardMethod.UpdateShardCount,
            Reason = "Scripted.",
            OperationsLeft = observation.OperationsLeft,
        };
    }
}
