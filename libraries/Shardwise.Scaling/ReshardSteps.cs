namespace Shardwise.Scaling;

/// <summary>Splits and merges that were made, or begun as one sequence: each is a reshard that every consumer has to follow.</summary>
/// <param name="At">When the first of them was made.</param>
/// <param name="Count">How many, 1 or more; of a sequence under way, all that it will take.</param>
public readonly record struct ReshardSteps(DateTimeOffset At, int Count);
