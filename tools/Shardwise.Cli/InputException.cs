namespace Shardwise.Cli;

/// <summary>What the user gave cannot be used. The message is the whole error: one line, no stack trace, exit code 2.</summary>
public sealed class InputException(string message, Exception? cause = null) : Exception(message, cause);
