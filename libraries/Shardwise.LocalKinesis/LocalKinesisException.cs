namespace Shardwise.LocalKinesis;

/// <summary>The local Kinesis cannot start; the message is one line for the person at the terminal.</summary>
public sealed class LocalKinesisException : Exception
{
    /// <summary>Creates the exception.</summary>
    public LocalKinesisException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
