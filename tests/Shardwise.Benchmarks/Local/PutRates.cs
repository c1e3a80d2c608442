namespace Shardwise.Benchmarks.Local;

/// <summary>How many records went in, and how many a second: over all, at the beginning, at the end.</summary>
internal sealed record PutRates(int Records, double All, double First, double Last);
