namespace Shardwise.Cli.Redrive;

/// <summary>A letter as it was found.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Letter">What it says.</param>
internal sealed record LetterItem(string Name, byte[] Content, Letter Letter);
