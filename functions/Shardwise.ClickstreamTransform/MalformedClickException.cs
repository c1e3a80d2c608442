namespace Shardwise.ClickstreamTransform;

/// <summary>Says why a record is no click.</summary>
public sealed class MalformedClickException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">One sentence for a person.</param>
    public MalformedClickException(string message) : base(message)
    {
    }
}
