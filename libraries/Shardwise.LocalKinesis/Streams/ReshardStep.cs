namespace Shardwise.LocalKinesis.Streams;

/// <summary>One split at, or merge across, a hash key: the first key of the upper of the two ranges.</summary>
internal readonly record struct ReshardStep(bool IsSplit, UInt128 At);
