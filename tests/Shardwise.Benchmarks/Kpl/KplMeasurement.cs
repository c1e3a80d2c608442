namespace Shardwise.Benchmarks.Kpl;

/// <summary>One figure of a run.</summary>
/// <param name="Work">What was done: "read", "batch", "write".</param>
/// <param name="Input">The input's name.</param>
/// <param name="Method">Who did it.</param>
/// <param name="Bytes">The bytes read or written at a time.</param>
/// <param name="UserRecords">The user records in them.</param>
/// <param name="FastestMicroseconds">The fastest iteration's mean: what the machine does when nothing else disturbs it.</param>
/// <param name="MedianMicroseconds">The median iteration's mean.</param>
/// <param name="AllocatedBytes">What was allocated at a time; null if it was not measured.</param>
public sealed record KplMeasurement(
    string Work, string Input, string Method, long Bytes, int UserRecords, double FastestMicroseconds, double MedianMicroseconds, long? AllocatedBytes);
