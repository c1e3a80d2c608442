namespace Shardwise.Constructs.Testing;

/// <summary>A stack renders what was not approved; the message has the difference and says how to approve it.</summary>
public sealed class SnapshotMismatchException : Exception
{
    internal SnapshotMismatchException(string message)
        : base(message)
    {
    }
}
