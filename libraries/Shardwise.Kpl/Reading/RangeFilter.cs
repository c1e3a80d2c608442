namespace Shardwise.Kpl;

/// <summary>Tells which user records of one payload belong to a shard's hash range. Each table entry is looked at once.</summary>
internal sealed class RangeFilter
{
    private readonly bool[] _partitionKeys;
    private readonly bool[] _explicitHashKeys;

    public RangeFilter(HashKeyRange range, ReadOnlySpan<byte> payload, in AggregateIndex index)
    {
        _partitionKeys = new bool[index.PartitionKeys.Count];
        for (int i = 0; i < _partitionKeys.Length; i++)
        {
            _partitionKeys[i] = range.Contains(HashKey.Of(Protobuf.BytesAt(payload, index.PartitionKeys.Items[i])));
        }

        _explicitHashKeys = new bool[index.ExplicitHashKeys.Count];
        for (int i = 0; i < _explicitHashKeys.Length; i++)
        {
            // One that is no number has an unknown place: better delivered, perhaps twice, than lost.
            _explicitHashKeys[i] = !HashKey.TryParse(Protobuf.BytesAt(payload, index.ExplicitHashKeys.Items[i]), out UInt128 hashKey)
                || range.Contains(hashKey);
        }
    }

    public bool Includes(in RecordFields fields) => fields.HasExplicitHashKeyIndex
        ? _explicitHashKeys[(int)fields.ExplicitHashKeyIndex]
        : _partitionKeys[(int)fields.PartitionKeyIndex];

    public int CountOutOfRange(ReadOnlySpan<byte> payload, in AggregateIndex index)
    {
        int count = 0;
        var cursor = new RecordCursor(index.FirstRecordPosition);
        for (int i = 0; i < index.RecordCount; i++)
        {
            cursor.MoveNext(payload[..^AggregateFrame.ChecksumSize]);
            count += Includes(cursor.Fields) ? 0 : 1;
        }

        return count;
    }
}
