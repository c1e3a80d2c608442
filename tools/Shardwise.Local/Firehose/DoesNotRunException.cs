namespace Shardwise.Local.Firehose;

/// <summary>A delivery stream asks for what AWS would do and this machine does not: it is left out, and that is said.</summary>
internal sealed class DoesNotRunException(string reason) : Exception(reason);
