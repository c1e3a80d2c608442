namespace Shardwise.Cli.Redrive.Failures;

/// <summary>Some of a failed batch's records, in order.</summary>
/// <param name="Records">The records.</param>
/// <param name="Missing">What of the batch turned out to be in the stream no more; <see langword="null"/> for nothing.</param>
internal sealed record RangePage(IReadOnlyList<Letter> Records, string? Missing = null);
