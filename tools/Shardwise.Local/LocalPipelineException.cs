namespace Shardwise.Local;

/// <summary>
/// A pipeline that cannot run here: the message names the resource or file, its property, and what is allowed, and is fit to be shown as it is.
/// </summary>
public sealed class LocalPipelineException : Exception
{
    /// <summary>Makes the exception with a message for a person.</summary>
    public LocalPipelineException(string message) : base(message)
    {
    }

    /// <summary>Makes the exception with a message for a person and what was underneath.</summary>
    public LocalPipelineException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
