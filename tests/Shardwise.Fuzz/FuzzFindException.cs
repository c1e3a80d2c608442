namespace Shardwise.Fuzz;

/// <summary>What was read is not what it should be.</summary>
internal sealed class FuzzFindException(string message) : Exception(message);
