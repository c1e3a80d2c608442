namespace Shardwise.Cli.Redrive;

/// <summary>Sequence numbers: decimal numbers of any length, without leading zeros.</summary>
internal static class SequenceNumber
{
    /// <summary>Whether a text is one.</summary>
    public static bool Is(string? text) => text is { Length: > 0 and <= 128 } && text.All(char.IsAsciiDigit);

    /// <summary>Compares two of a shard, or the numbers in the names of letters.</summary>
    public static int Compare(string one, string other) =>
        one.Length != other.Length ? one.Length.CompareTo(other.Length) : string.CompareOrdinal(one, other);
}
