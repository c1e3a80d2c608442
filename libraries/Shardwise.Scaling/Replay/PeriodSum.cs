namespace Shardwise.Scaling.Replay;

/// <summary>What was offered in a period, as CloudWatch sums it up.</summary>
/// <param name="Start">When the period began.</param>
/// <param name="Records">Records offered in it; 0 or more.</param>
/// <param name="Bytes">Bytes offered in it; 0 or more.</param>
public readonly record struct PeriodSum(DateTimeOffset Start, double Records, double Bytes);
