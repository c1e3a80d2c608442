namespace Shardwise.Cli;

/// <summary>A column of a table that may be too wide for its terminal.</summary>
/// <param name="Name">What stands above it.</param>
/// <param name="Rank">When it is dropped: the highest first, and 0 never.</param>
/// <param name="IsText">Whether it is read from the left; numbers stand at the right.</param>
internal sealed record FittedColumn(string Name, int Rank = 0, bool IsText = false);
