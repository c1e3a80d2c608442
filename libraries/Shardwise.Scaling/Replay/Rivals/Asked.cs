namespace Shardwise.Scaling.Replay.Rivals;

/// <summary>Decisions of rivals: a count and no words.</summary>
internal static class Asked
{
    public static Decision Nothing(Observation observation) => new() { OpenShards = observation.OpenShards, Reason = "", OperationsLeft = 0 };

    public static Decision For(Observation observation, int shards, ReshardMethod method = ReshardMethod.UpdateShardCount) =>
        new() { OpenShards = observation.OpenShards, TargetShards = shards, Method = method, Reason = "", OperationsLeft = 0 };

    public static int Minute(Observation observation) => (int)(observation.Now - StreamReplay.Start).TotalMinutes;
}
