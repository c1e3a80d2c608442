namespace Shardwise.Scaling.Tests;

/// <summary>A policy that keeps what it is asked, and answers by a function of it; without one it leaves the stream as it is.</summary>
internal sealed class AskedPolicy(Func<Observation, int?>? shards = null) : IScalingPolicy
{
    public List<Observation> Asked { get; } = [];

    public Decision Decide(Observation observation)
    {
        Asked.Add(observation);
        var target = shards?.Invoke(observation);
        var used = observation.Operations.Count(operation => operation.At > observation.Now - observation.Limits.Window);
        var change = target < observation.OpenShards ? $"Down from {observation.OpenShards} to {target} shards"
            : target > observation.OpenShards ? $"Up from {observation.OpenShards} to {target} shards"
            : $"Hold at {observation.OpenShards} shards";
        return new Decision
        {
            OpenShards = observation.OpenShards,
            TargetShards = target,
            OperationsLeft = observation.OperationsLeft,
            Reason = $"{change}: the minimum is {observation.Target.MinShards} shards, {used} of {observation.Limits.OperationsPerWindow} operations used.",
        };
    }
}
