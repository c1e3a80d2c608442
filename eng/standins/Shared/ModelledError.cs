namespace Shardwise.Standins;

/// <summary>An error of a service model: its name on the wire and the exception it becomes.</summary>
internal sealed record ModelledError(string Code, Type Exception);
