namespace Shardwise.Local.Control;

/// <summary>What was asked for cannot be done; the message is one line for the one who asked.</summary>
internal sealed class ControlException(string message, int status = 400) : Exception(message)
{
    public int Status { get; } = status;
}
