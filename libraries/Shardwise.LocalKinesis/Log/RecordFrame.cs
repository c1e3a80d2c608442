using System.Buffers.Binary;

namespace Shardwise.LocalKinesis.Log;

/// <summary>
/// One record as it lies in a segment, in memory and in a file alike: a header of 20 bytes (checksum 4, length of the data 4, arrival in epoch
/// milliseconds 8,
/// length of the key 2, flags 1, nothing 1; little-endian), the partition key in UTF-8, the data.
/// </summary>
internal readonly ref struct RecordFrame(ReadOnlySpan<byte> bytes)
{
    public const int HeaderLength = 20;

    // A data length no frame can have: a file that a crash filled with noise must not ask for gigabytes.
    private const int LargestData = 64 * 1_048_576;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int DataLength => BinaryPrimitives.ReadInt32LittleEndian(_bytes[4..]);

    public long ArrivalMilliseconds => BinaryPrimitives.ReadInt64LittleEndian(_bytes[8..]);

    public int KeyLength => BinaryPrimitives.ReadUInt16LittleEndian(_bytes[16..]);

    public RecordFlags Flags => (RecordFlags)_bytes[18];

    public ReadOnlySpan<byte> Key => _bytes.Slice(HeaderLength, KeyLength);

    public ReadOnlySpan<byte> Data => _bytes.Slice(HeaderLength + KeyLength, DataLength);

    public int Length => HeaderLength + KeyLength + DataLength;

    public static int LengthOf(int keyLength, int dataLength) => HeaderLength + keyLength + dataLength;

    public static void WriteHeader(Span<byte> frame, int keyLength, int dataLength, long arrivalMilliseconds, RecordFlags flags)
    {
        BinaryPrimitives.WriteInt32LittleEndian(frame, 0);
        BinaryPrimitives.WriteInt32LittleEndian(frame[4..], dataLength);
        BinaryPrimitives.WriteInt64LittleEndian(frame[8..], arrivalMilliseconds);
        BinaryPrimitives.WriteUInt16LittleEndian(frame[16..], (ushort)keyLength);
        frame[18] = (byte)flags;
        frame[19] = 0;
    }

    public static void Seal(Span<byte> frame) => BinaryPrimitives.WriteUInt32LittleEndian(frame, Checksum.Of(frame[4..]));

    /// <summary>The length of the whole frame that begins here; 0 where none does: the bytes end too early or the checksum differs.</summary>
    public static int WholeLength(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength)
        {
            return 0;
        }

        var frame = new RecordFrame(bytes);
        if (frame.DataLength is < 0 or > LargestData || frame.Length > bytes.Length)
        {
            return 0;
        }

        return BinaryPrimitives.ReadUInt32LittleEndian(bytes) == Checksum.Of(bytes[4..frame.Length]) ? frame.Length : 0;
    }
}
