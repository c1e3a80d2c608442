namespace Shardwise.Consumers;

/// <summary>
/// Thrown by the user's code, a sink or a dead-letter destination for trouble that is not the record's:
/// a service that is down, throttles, or refuses this function. The record is delivered again, and not set aside.
/// </summary>
public sealed class DependencyUnavailableException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="reason">What could not be reached or done, in words for a person.</param>
    public DependencyUnavailableException(string reason)
        : base(reason)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="reason">What could not be reached or done, in words for a person.</param>
    /// <param name="innerException">What told so.</param>
    public DependencyUnavailableException(string reason, Exception? innerException)
        : base(reason, innerException)
    {
    }
}
