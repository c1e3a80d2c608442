namespace Shardwise.Benchmarks.Etl;

/// <summary>What etl-baseline.cjs writes.</summary>
internal sealed record NodeFigures(int UserRecords, double FastestMicroseconds, double ProcessorMicroseconds);
