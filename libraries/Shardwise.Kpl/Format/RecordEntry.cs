namespace Shardwise.Kpl;

/// <summary>Where the parts of one user record lie in its payload.</summary>
internal readonly record struct RecordEntry(int PartitionKeyIndex, int ExplicitHashKeyIndex, int DataPosition, int DataLength)
{
    public const int None = -1;
}
