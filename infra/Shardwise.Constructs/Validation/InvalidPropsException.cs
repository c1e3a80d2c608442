namespace Shardwise.Constructs.Validation;

/// <summary>Says everything that is wrong with the properties of a construct, in one message.</summary>
/// <remarks>Each line names a property, the value it got and what is allowed. It is thrown before the construct is made.</remarks>
public sealed class InvalidPropsException : ArgumentException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">The whole message, one line a violation.</param>
    public InvalidPropsException(string message) : base(message)
    {
    }
}
