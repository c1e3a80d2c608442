namespace Shardwise.Cli.Redrive.Failures;

/// <summary>What a failed batch came to a stop at.</summary>
/// <param name="Problem">Why, in words.</param>
/// <param name="At">The sequence number of the first record that is not through; <see langword="null"/> where it is not known.</param>
internal sealed record Obstacle(string Problem, string? At);
