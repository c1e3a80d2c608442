namespace Shardwise.Cli;

/// <summary>Who reads the output has gone, as <c>head</c> does: there is nothing more to do, and nobody to tell.</summary>
internal sealed class OutputClosedException(Exception cause) : Exception("The output is closed.", cause);
