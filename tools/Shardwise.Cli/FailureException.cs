namespace Shardwise.Cli;

/// <summary>The command was asked correctly and failed. The message is the whole error: one line, no stack trace, exit code 1.</summary>
public sealed class FailureException(string message, Exception? cause = null) : Exception(message, cause);
