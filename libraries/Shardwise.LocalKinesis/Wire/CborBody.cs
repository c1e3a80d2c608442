using System.Formats.Cbor;
using Shardwise.LocalKinesis.Operations;

namespace Shardwise.LocalKinesis.Wire;

/// <summary>Parses CBOR into what <see cref="TypeChecks"/> takes. Blobs stay in the request's bytes.</summary>
internal static class CborBody
{
    // Epoch seconds of the year 5138, epoch milliseconds of 1973: what is larger is meant in milliseconds.
    private const double SmallestMilliseconds = 100_000_000_000;
    private const int DeepestNesting = 32;

    /// <summary>The map; null where the bytes are none, or no CBOR.</summary>
    public static Dictionary<string, object?>? Parse(ReadOnlyMemory<byte> cbor)
    {
        try
        {
            var reader = new CborReader(cbor, CborConformanceMode.Lax);
            return Read(reader, 0) as Dictionary<string, object?>;
        }
        catch (Exception exception) when (exception is CborContentException or InvalidOperationException or OverflowException or FormatException)
        {
            return null;
        }
    }

    private static object? Read(CborReader reader, int depth)
    {
        if (depth > DeepestNesting)
        {
            throw new CborContentException("The nesting is too deep.");
        }

        switch (reader.PeekState())
        {
            case CborReaderState.StartMap:
                return ReadMap(reader, depth);
            case CborReaderState.StartArray:
                return ReadArray(reader, depth);
            case CborReaderState.TextString or CborReaderState.StartIndefiniteLengthTextString:
                return reader.ReadTextString();
            case CborReaderState.ByteString:
                return reader.ReadDefiniteLengthByteString();
            case CborReaderState.StartIndefiniteLengthByteString:
                return (ReadOnlyMemory<byte>)reader.ReadByteString();
            case CborReaderState.Boolean:
                return reader.ReadBoolean();
            case CborReaderState.UnsignedInteger:
                return new RawNumber(reader.ReadUInt64());
            case CborReaderState.NegativeInteger:
                return new RawNumber(reader.ReadInt64());
            case CborReaderState.HalfPrecisionFloat or CborReaderState.SinglePrecisionFloat or CborReaderState.DoublePrecisionFloat:
                return new RawNumber(reader.ReadDouble());
            case CborReaderState.Tag:
                return ReadTagged(reader, depth);
            default:
                reader.SkipValue();
                return null;
        }
    }

    private static object? ReadTagged(CborReader reader, int depth)
    {
        var tag = reader.ReadTag();
        var value = Read(reader, depth + 1);
        return tag == CborTag.UnixTimeSeconds && value is RawNumber { Value: >= SmallestMilliseconds } number
            ? new RawNumber(number.Value / 1000) : value;
    }

    private static Dictionary<string, object?> ReadMap(CborReader reader, int depth)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        reader.ReadStartMap();
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            map[reader.ReadTextString()] = Read(reader, depth + 1);
        }

        reader.ReadEndMap();
        return map;
    }

    private static List<object?> ReadArray(CborReader reader, int depth)
    {
        var list = new List<object?>();
        reader.ReadStartArray();
        while (reader.PeekState() != CborReaderState.EndArray)
        {
            list.Add(Read(reader, depth + 1));
        }

        reader.ReadEndArray();
        return list;
    }
}
