namespace Shardwise.Local;

/// <summary>A local service cannot start; the message is one line for the person at the terminal.</summary>
public sealed class LocalServicesException : Exception
{
    /// <summary>Creates the exception.</summary>
    public LocalServicesException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
