namespace Shardwise.Scaling.Planning;

/// <summary>What a plan begins with.</summary>
/// <param name="Shards">The count to reach.</param>
/// <param name="Method">How.</param>
internal readonly record struct PlannedStep(int Shards, ReshardMethod Method);
