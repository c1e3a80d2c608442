namespace Shardwise.Cli.Redrive.Failures;

/// <summary>A failure message as it was found.</summary>
/// <param name="Name">What a person finds it by.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record FailureMessage(string Name, byte[] Content)
{
    /// <summary>What its source knows it by, to take it away.</summary>
    public string Handle { get; init; } = Name;
}
