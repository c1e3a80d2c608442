namespace Shardwise.Kpl;

/// <summary>Tells which user records of a payload belong to a shard's hash range. Each table entry is looked at once.</summary>
internal static class RangeFilter
{
    /// <summary>The sub-sequence numbers of the user records in range, in order.</summary>
    public static int[] InRange(HashKeyRange range, ReadOnlySpan<byte> payload, in AggregateIndex index)
    {
        bool[] partitionKeys = new bool[index.PartitionKeys.Count];
        for (int i = 0; i < partitionKeys.Length; i++)
        {
            partitionKeys[i] = range.Contains(HashKey.Of(index.PartitionKeys.Items[i].Of(payload)));
        }

        bool[] explicitHashKeys = new bool[index.ExplicitHashKeys.Count];
        for (int i = 0; i < explicitHashKeys.Length; i++)
        {
            // One that is no number has an unknown place: better delivered, perhaps twice, than lost.
            explicitHashKeys[i] = !HashKey.TryParse(index.ExplicitHashKeys.Items[i].Of(payload), out UInt128 hashKey)
                || range.Contains(hashKey);
        }

        var inRange = new List<int>();
        for (int i = 0; i < index.Records.Count; i++)
        {
            RecordEntry record = index.Records.Items[i];
            bool included = record.ExplicitHashKeyIndex == RecordEntry.None
                ? partitionKeys[record.PartitionKeyIndex]
                : explicitHashKeys[record.ExplicitHashKeyIndex];
            if (included)
            {
                inRange.Add(i);
            }
        }

        return [.. inRange];
    }
}
