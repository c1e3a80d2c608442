namespace Shardwise.Benchmarks.Kpl;

/// <summary>One figure of a run.</summary>
/// <param name="Work">What was done: "read", "batch", "write".</param>
/// <param name="Input">The input's name.</param>
/// <param name="Method">Who did it.</param>
/// <param name="Bytes">The bytes read or written at a time.</param>
/// <param name="UserRecords">The user records in them.</param>
/// <param name="FastestMicroseconds">The fastest round's mean: what the machine does when nothing else disturbs it.</param>
/// <param name="ProcessorMicroseconds">The mean processor time, collecting the garbage among it; what else the machine does is not in it. Null if it was not measured.</param>
/// <param name="AllocatedBytes">What was allocated at a time; null if it was not measured.</param>
public sealed record KplMeasurement(
    string Work, string Input, string Method, long Bytes, int UserRecords, double FastestMicroseconds, double? ProcessorMicroseconds, long? AllocatedBytes);
