namespace Shardwise.Scaling.Replay;

/// <summary>A trace that is not one; the message names source, line and reason.</summary>
public sealed class TraceFormatException(string message) : Exception(message);
