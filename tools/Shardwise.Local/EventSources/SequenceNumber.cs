namespace Shardwise.Local.EventSources;

/// <summary>Order of sequence numbers: decimal numbers of up to 128 digits, without leading zeros, so that the longer is the larger.</summary>
internal static class SequenceNumber
{
    public static int Compare(string left, string right) =>
        left.Length != right.Length ? left.Length.CompareTo(right.Length) : string.CompareOrdinal(left, right);
}
