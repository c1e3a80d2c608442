namespace Shardwise.Kpl;

/// <summary>One user record of a payload: its keys' places in the tables, and where its data lies.</summary>
internal readonly record struct RecordEntry(int PartitionKeyIndex, int ExplicitHashKeyIndex, Extent Data)
{
    public const int None = -1;
}
