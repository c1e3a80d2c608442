namespace Shardwise.Kpl;

/// <summary>
/// Gathers user records into one Kinesis record, byte for byte as the C++ KPL writes it, and knows its exact size at any time.
/// Not safe for several threads. Its memory is kept from one build to the next.
/// </summary>
public sealed class AggregatedRecordBuilder
{
    /// <summary>The least size that can be asked for, in bytes: that of the KPL's setting aggregation_max_size.</summary>
    public const int SmallestMaxSizeInBytes = 64;

    /// <summary>
    /// The most that can be asked for, in bytes: 10 MiB, that of the KPL's setting aggregation_max_size, and the most that Kinesis
    /// takes on a stream whose MaxRecordSizeInKiB was raised.
    /// </summary>
    public const int LargestMaxSizeInBytes = 10 * 1_048_576;

    /// <summary>1 MiB: what Kinesis takes as one record, partition key included, unless the stream's MaxRecordSizeInKiB was raised.</summary>
    public const int DefaultMaxSizeInBytes = 1_048_576;

    /// <summary>The partition key that the KPL gives an aggregate. The explicit hash key beside it decides the shard, so any key will do.</summary>
    private const string OuterPartitionKey = "a";

    private readonly int _maxSizeInBytes;
    private readonly KeyTable _partitionKeys = new(Tags.PartitionKey);
    private readonly KeyTable _explicitHashKeys = new(Tags.ExplicitHashKey);
    private readonly GrowingBuffer _records = new();
    private FirstUserRecord _first;

    /// <summary>Makes an empty builder.</summary>
    /// <param name="maxSizeInBytes">
    /// The most that the Kinesis record may take, data and partition key together: 64 to 10,485,760 bytes. Default: 1 MiB.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxSizeInBytes"/> is outside that range.</exception>
    public AggregatedRecordBuilder(int maxSizeInBytes = DefaultMaxSizeInBytes)
    {
        if (maxSizeInBytes is < SmallestMaxSizeInBytes or > LargestMaxSizeInBytes)
        {
            throw new ArgumentOutOfRangeException(
                nameof(maxSizeInBytes), maxSizeInBytes, $"The largest size of a record must be {SmallestMaxSizeInBytes} to {LargestMaxSizeInBytes} "
                    + "bytes.");
        }

        _maxSizeInBytes = maxSizeInBytes;
    }

    /// <summary>The number of user records added since the last build.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes that Kinesis would count if the record were built now: data and outer partition key together. 0 when empty.</summary>
    public int SizeInBytes => Count switch
    {
        0 => 0,
        1 => _first.PlainSize,
        _ => AggregatedSize,
    };

    private int AggregatedSize => OuterPartitionKey.Length + AggregateFrame.Overhead + _partitionKeys.Size + _explicitHashKeys.Size + _records.Length;

    /// <summary>Adds a user record if it fits beside those already there.</summary>
    /// <param name="partitionKey">1 to 256 characters.</param>
    /// <param name="data">What to send; may be empty. It is copied.</param>
    /// <param name="explicitHashKey">
    /// A decimal number from 0 to 2^128 - 1 that decides the shard instead of the partition key's MD5; null for none.
    /// </param>
    /// <returns><see langword="false"/> if it does not fit beside what is there: build, then add it again. Nothing was added.</returns>
    /// <exception cref="ArgumentException">A key is not as described, or the user record is too large even alone.</exception>
    public bool TryAdd(string partitionKey, ReadOnlySpan<byte> data, string? explicitHashKey = null)
    {
        KeyRules.CheckPartitionKey(partitionKey);
        KeyUse partitionKeyUse = _partitionKeys.Plan(partitionKey);
        KeyRules.CheckExplicitHashKey(explicitHashKey);
        KeyUse explicitHashKeyUse = explicitHashKey is null ? KeyUse.None : _explicitHashKeys.Plan(explicitHashKey);
        int plainSize = CheckedPlainSize(partitionKeyUse.Utf8Length, data.Length);
        int messageSize = MessageSize(partitionKeyUse, explicitHashKeyUse, data.Length);
        int recordSize = 1 + Protobuf.VarintSize((uint)messageSize) + messageSize;

        if (Count == 0)
        {
            _first = new FirstUserRecord(partitionKey, explicitHashKey, plainSize, data.Length);
        }
        else if (AggregatedSize + partitionKeyUse.Growth + explicitHashKeyUse.Growth + recordSize > _maxSizeInBytes)
        {
            return false;
        }

        _partitionKeys.Apply(partitionKeyUse);
        _explicitHashKeys.Apply(explicitHashKeyUse);

        WriteRecord(_records.Append(recordSize), messageSize, partitionKeyUse, explicitHashKeyUse, data);
        Count++;
        return true;
    }

    /// <summary>
    /// Builds the Kinesis record of what was added, and empties the builder. One user record is written plain, under its own keys, as the KPL does.
    /// </summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public AggregatedBlob Build()
    {
        AggregatedBlob blob = Count switch
        {
            0 => throw new InvalidOperationException("There is no user record to build from; add one first."),
            1 => BuildPlain(),
            _ => BuildAggregated(),
        };

        _partitionKeys.Clear();
        _explicitHashKeys.Clear();
        _records.Clear();
        _first = default;
        Count = 0;
        return blob;
    }

    private static int MessageSize(in KeyUse partitionKey, in KeyUse explicitHashKey, int dataLength) =>
        1 + Protobuf.VarintSize((uint)partitionKey.Index)
        + (explicitHashKey.IsNone ? 0 : 1 + Protobuf.VarintSize((uint)explicitHashKey.Index))
        + 1 + Protobuf.VarintSize((uint)dataLength) + dataLength;

    private int CheckedPlainSize(int partitionKeyLength, int dataLength)
    {
        long size = (long)partitionKeyLength + dataLength;
        return size <= _maxSizeInBytes
            ? (int)size
            : throw new ArgumentException(
                $"The user record takes {size} bytes, {dataLength} of data and {partitionKeyLength} of partition key; at most {_maxSizeInBytes} are "
                + "allowed.");
    }

    private static void WriteRecord(Span<byte> record, int messageSize, in KeyUse partitionKey, in KeyUse explicitHashKey, ReadOnlySpan<byte> data)
    {
        record[0] = Tags.Record;
        int position = Protobuf.WriteVarint(record, 1, (uint)messageSize);
        record[position++] = Tags.PartitionKeyIndex;
        position = Protobuf.WriteVarint(record, position, (uint)partitionKey.Index);
        if (!explicitHashKey.IsNone)
        {
            record[position++] = Tags.ExplicitHashKeyIndex;
            position = Protobuf.WriteVarint(record, position, (uint)explicitHashKey.Index);
        }

        record[position++] = Tags.Data;
        position = Protobuf.WriteVarint(record, position, (uint)data.Length);
        data.CopyTo(record[position..]);
    }

    private AggregatedBlob BuildPlain() => new()
    {
        PartitionKey = _first.PartitionKey,
        ExplicitHashKey = _first.ExplicitHashKey,
        Data = _records.Written[^_first.DataLength..].ToArray(),
        UserRecordCount = 1,
    };

    private AggregatedBlob BuildAggregated()
    {
        byte[] data = GC.AllocateUninitializedArray<byte>(AggregatedSize - OuterPartitionKey.Length);
        AggregateFrame.Magic.CopyTo(data);
        var message = new CopyingMd5(
            data.AsSpan(AggregateFrame.MagicSize..^AggregateFrame.ChecksumSize), stackalloc uint[4], Md5Codes.For(data.Length).Writing);
        message.Append(_partitionKeys.Encoded);
        message.Append(_explicitHashKeys.Encoded);
        message.Append(_records.Written);
        message.Finish(data.AsSpan(^AggregateFrame.ChecksumSize..));

        return new AggregatedBlob
        {
            PartitionKey = OuterPartitionKey,
            ExplicitHashKey = _first.ExplicitHashKey ?? HashKey.Format(HashKey.Of(_first.PartitionKey)),
            Data = data,
            UserRecordCount = Count,
        };
    }

    /// <summary>What the Kinesis record's own keys, and a plain build, need to know of the first user record.</summary>
    private readonly record struct FirstUserRecord(string PartitionKey, string? ExplicitHashKey, int PlainSize, int DataLength);
}
