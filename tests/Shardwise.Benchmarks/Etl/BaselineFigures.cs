namespace Shardwise.Benchmarks.Etl;

/// <summary>What a script writes that measures another language's way.</summary>
internal sealed record BaselineFigures(int UserRecords, double FastestMicroseconds, double ProcessorMicroseconds);
