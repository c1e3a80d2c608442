using System.Runtime.CompilerServices;

namespace Shardwise.Kpl;

/// <summary>
/// One record as a producer put it: a view of the payload it came in, valid as long as the payload's bytes stay as they are.
/// </summary>
public readonly struct UserRecord
{
    private readonly AggregatedPayload _payload;
    private readonly RecordEntry _entry;
    private readonly Extent _partitionKey;
    private readonly Extent _explicitHashKey;

    /// <summary>Takes from the payload's tables what it needs, so that it outlives them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal UserRecord(AggregatedPayload payload, int subSequenceNumber, in RecordEntry entry, Extent[] partitionKeys, Extent[] explicitHashKeys)
    {
        _payload = payload;
        _entry = entry;
        _partitionKey = partitionKeys[entry.PartitionKeyIndex];
        _explicitHashKey = entry.ExplicitHashKeyIndex == RecordEntry.None ? default : explicitHashKeys[entry.ExplicitHashKeyIndex];
        SubSequenceNumber = subSequenceNumber;
    }

    private UserRecord(AggregatedPayload whole)
    {
        _payload = whole;
        _entry = new RecordEntry(RecordEntry.None, RecordEntry.None, new Extent(0, whole.Bytes.Length));
    }

    /// <summary>What the producer sent. The whole payload if that is plain or passed through.</summary>
    public ReadOnlyMemory<byte> Data => _entry.Data.Of(_payload.Bytes);

    /// <summary>
    /// The producer's partition key; null if the payload is plain or passed through, where the Kinesis record's own applies
    /// (and only there: that of an aggregate means nothing). The string is made when first asked for, once a key table entry;
    /// what is not UTF-8 in it shows as U+FFFD.
    /// </summary>
    public string? PartitionKey =>
        _entry.PartitionKeyIndex == RecordEntry.None ? null : _payload.PartitionKeyString(_entry.PartitionKeyIndex, PartitionKeyUtf8.Span);

    /// <summary>The bytes of <see cref="PartitionKey"/>, as they are in the payload; empty if that is null.</summary>
    public ReadOnlyMemory<byte> PartitionKeyUtf8 => _partitionKey.Of(_payload.Bytes);

    /// <summary>
    /// The explicit hash key, present exactly where the producer gave one, as it stands in the payload: some producers write
    /// one that is not a number. Null otherwise. Made once a table entry.
    /// </summary>
    public string? ExplicitHashKey => _entry.ExplicitHashKeyIndex == RecordEntry.None ? null : _payload.ExplicitHashKeyString(
        _entry.ExplicitHashKeyIndex, ExplicitHashKeyUtf8.Span);

    /// <summary>The bytes of <see cref="ExplicitHashKey"/>, as they are in the payload; empty if that is null.</summary>
    public ReadOnlyMemory<byte> ExplicitHashKeyUtf8 => _explicitHashKey.Of(_payload.Bytes);

    /// <summary>
    /// The number of user records before this one in its payload, those that a hash range filter dropped included. With the
    /// Kinesis record's sequence number it names this user record for good.
    /// </summary>
    public int SubSequenceNumber { get; }

    /// <summary>
    /// The hash key that decides the shard: the explicit one, else the partition key's MD5. Null if there is no partition key,
    /// or the explicit hash key is not a decimal number from 0 to 2^128 - 1. Worked out at each call.
    /// </summary>
    public UInt128? EffectiveHashKey
    {
        get
        {
            if (_entry.ExplicitHashKeyIndex != RecordEntry.None)
            {
                return HashKey.TryParse(ExplicitHashKeyUtf8.Span, out UInt128 hashKey) ? hashKey : null;
            }

            return _entry.PartitionKeyIndex == RecordEntry.None ? null : HashKey.Of(PartitionKeyUtf8.Span);
        }
    }

    /// <summary>
    /// The tags of the record, each as the bytes of its protobuf message. The KPL and the KCL do not use them; nearly always empty.
    /// </summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> RawTags => _payload.TagsOf(SubSequenceNumber);

    internal static UserRecord Whole(AggregatedPayload payload) => new(payload);
}
