namespace Shardwise.Consumers;

/// <summary>
/// Thrown by the user's code for a record that can never be processed: malformed, or against a rule.
/// The record goes to the dead letters at once, without a further attempt, with <see cref="Exception.Message"/> as the reason.
/// </summary>
public sealed class RejectedRecordException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="reason">What is wrong with the record, in words for a person.</param>
    public RejectedRecordException(string reason)
        : base(reason)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="reason">What is wrong with the record, in words for a person.</param>
    /// <param name="innerException">What told so.</param>
    public RejectedRecordException(string reason, Exception? innerException)
        : base(reason, innerException)
    {
    }
}
