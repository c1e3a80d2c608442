using System.Runtime.CompilerServices;

namespace Shardwise.Kpl;

/// <summary>
/// One record as a producer put it: a view of the payload it came in, valid as long as the payload's bytes stay as they are.
/// </summary>
public readonly struct UserRecord
{
    private const int None = -1;

    private readonly AggregatedPayload _payload;
    private readonly int _dataPosition;
    private readonly int _dataLength;
    private readonly int _partitionKeyIndex;
    private readonly int _partitionKeyPosition;
    private readonly int _explicitHashKeyIndex;
    private readonly int _explicitHashKeyPosition;
    private readonly int _lengthPosition;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal UserRecord(AggregatedPayload payload, in RecordCursor cursor, int[] partitionKeys, int[] explicitHashKeys)
    {
        _payload = payload;
        _dataPosition = cursor.Fields.DataPosition;
        _dataLength = cursor.Fields.DataLength;
        _partitionKeyIndex = (int)cursor.Fields.PartitionKeyIndex;
        _partitionKeyPosition = partitionKeys[_partitionKeyIndex];
        _explicitHashKeyIndex = cursor.Fields.HasExplicitHashKeyIndex ? (int)cursor.Fields.ExplicitHashKeyIndex : None;
        _explicitHashKeyPosition = cursor.Fields.HasExplicitHashKeyIndex ? explicitHashKeys[_explicitHashKeyIndex] : None;
        _lengthPosition = cursor.LengthPosition;
        SubSequenceNumber = cursor.SubSequenceNumber;
    }

    private UserRecord(AggregatedPayload whole)
    {
        _payload = whole;
        _dataLength = whole.Bytes.Length;
        _partitionKeyIndex = None;
        _explicitHashKeyIndex = None;
        _lengthPosition = None;
    }

    /// <summary>What the producer sent. The whole payload if that is plain or passed through.</summary>
    public ReadOnlyMemory<byte> Data => _payload.Bytes.Slice(_dataPosition, _dataLength);

    /// <summary>
    /// The producer's partition key; null if the payload is plain or passed through, where the Kinesis record's own applies
    /// (and only there: that of an aggregate means nothing). The string is made when first asked for, once a key table entry;
    /// what is not UTF-8 in it shows as U+FFFD.
    /// </summary>
    public string? PartitionKey => _partitionKeyIndex == None ? null : _payload.PartitionKeyString(_partitionKeyIndex, PartitionKeyUtf8.Span);

    /// <summary>The bytes of <see cref="PartitionKey"/>, as they are in the payload; empty if that is null.</summary>
    public ReadOnlyMemory<byte> PartitionKeyUtf8 => _partitionKeyIndex == None ? default : Protobuf.BytesAt(_payload.Bytes, _partitionKeyPosition);

    /// <summary>
    /// The explicit hash key, present exactly where the producer gave one, as it stands in the payload: some producers write
    /// one that is not a number. Null otherwise. Made once a table entry.
    /// </summary>
    public string? ExplicitHashKey => _explicitHashKeyIndex == None ? null : _payload.ExplicitHashKeyString(_explicitHashKeyIndex, ExplicitHashKeyUtf8.Span);

    /// <summary>The bytes of <see cref="ExplicitHashKey"/>, as they are in the payload; empty if that is null.</summary>
    public ReadOnlyMemory<byte> ExplicitHashKeyUtf8 => _explicitHashKeyIndex == None ? default : Protobuf.BytesAt(_payload.Bytes, _explicitHashKeyPosition);

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
            if (_explicitHashKeyIndex != None)
            {
                return HashKey.TryParse(ExplicitHashKeyUtf8.Span, out UInt128 hashKey) ? hashKey : null;
            }

            return _partitionKeyIndex == None ? null : HashKey.Of(PartitionKeyUtf8.Span);
        }
    }

    /// <summary>The tags of the record, each as the bytes of its protobuf message. The KPL and the KCL do not use them; nearly always empty.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> RawTags => _lengthPosition == None ? [] : RecordTags.Of(_payload.Bytes, _lengthPosition);

    internal static UserRecord Whole(AggregatedPayload payload) => new(payload);
}
