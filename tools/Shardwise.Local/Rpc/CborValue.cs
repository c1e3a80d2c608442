using System.Formats.Cbor;
using System.Globalization;

namespace Shardwise.Local.Rpc;

/// <summary>
/// CBOR to and from the values that JSON reads into: map, list, string, number (long or double), boolean, null; and byte strings.
/// A tag is read over: of those that AWS uses, tag 1 (epoch seconds) leaves the number, which is what JSON carries.
/// </summary>
internal static class CborValue
{
    private const int MaxDepth = 64;

    /// <exception cref="FormatException">The bytes are not one CBOR item.</exception>
    public static object? Read(ReadOnlyMemory<byte> data)
    {
        try
        {
            var reader = new CborReader(data, CborConformanceMode.Lax);
            var value = Read(reader, 0);
            return reader.BytesRemaining == 0 ? value : throw new FormatException($"CBOR: {reader.BytesRemaining} bytes follow the item.");
        }
        catch (Exception exception) when (exception is CborContentException or InvalidOperationException or OverflowException)
        {
            throw new FormatException("CBOR: the body is not one item of maps with text keys, lists, texts, numbers and times.", exception);
        }
    }

    /// <summary>Writes a value: lengths definite, numbers in their shortest exact form, times as tag 1.</summary>
    public static ReadOnlyMemory<byte> Write(object? value)
    {
        var writer = new CborWriter(CborConformanceMode.Lax);
        Write(writer, value);
        return writer.Encode();
    }

    private static object? Read(CborReader reader, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new FormatException($"CBOR: nested deeper than {MaxDepth}.");
        }

        switch (reader.PeekState())
        {
            case CborReaderState.UnsignedInteger:
                return Unsigned(reader.ReadUInt64());
            case CborReaderState.NegativeInteger:
                return Negative(reader.ReadCborNegativeIntegerRepresentation());
            case CborReaderState.ByteString or CborReaderState.StartIndefiniteLengthByteString:
                return reader.ReadByteString();
            case CborReaderState.TextString or CborReaderState.StartIndefiniteLengthTextString:
                return reader.ReadTextString();
            case CborReaderState.StartArray:
                return ReadList(reader, depth);
            case CborReaderState.StartMap:
                return ReadMap(reader, depth);
            case CborReaderState.Tag:
                _ = reader.ReadTag();
                return Read(reader, depth + 1);
            case CborReaderState.HalfPrecisionFloat or CborReaderState.SinglePrecisionFloat or CborReaderState.DoublePrecisionFloat:
                return reader.ReadDouble();
            case CborReaderState.Boolean:
                return reader.ReadBoolean();
            default:
                // Null or undefined.
                _ = reader.ReadSimpleValue();
                return null;
        }
    }

    private static object Unsigned(ulong value) => value <= long.MaxValue ? (object)(long)value : (double)value;

    private static object Negative(ulong value) => value <= long.MaxValue ? (object)(-1 - (long)value) : -1.0 - value;

    private static List<object?> ReadList(CborReader reader, int depth)
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

    private static Dictionary<string, object?> ReadMap(CborReader reader, int depth)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        reader.ReadStartMap();
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            var key = reader.ReadTextString();
            map[key] = Read(reader, depth + 1);
        }

        reader.ReadEndMap();
        return map;
    }

    private static void Write(CborWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNull();
                break;
            case bool flag:
                writer.WriteBoolean(flag);
                break;
            case string text:
                writer.WriteTextString(text);
                break;
            case byte[] bytes:
                writer.WriteByteString(bytes);
                break;
            case int or long:
                writer.WriteInt64(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case double number:
                WriteNumber(writer, number);
                break;
            case DateTimeOffset time:
                writer.WriteTag(CborTag.UnixTimeSeconds);
                WriteNumber(writer, EpochTime.Write(time));
                break;
            case IReadOnlyDictionary<string, object?> map:
                WriteMap(writer, map);
                break;
            case IReadOnlyList<object?> list:
                WriteList(writer, list);
                break;
            default:
                throw new ArgumentException($"A {value.GetType().Name} has no CBOR form here.", nameof(value));
        }
    }

    private static void WriteMap(CborWriter writer, IReadOnlyDictionary<string, object?> map)
    {
        var members = map.Where(member => member.Value is not null).ToList();
        writer.WriteStartMap(members.Count);
        foreach (var (key, member) in members)
        {
            writer.WriteTextString(key);
            Write(writer, member);
        }

        writer.WriteEndMap();
    }

    private static void WriteList(CborWriter writer, IReadOnlyList<object?> list)
    {
        writer.WriteStartArray(list.Count);
        foreach (var item in list)
        {
            Write(writer, item);
        }

        writer.WriteEndArray();
    }

    // Readers of a double member take an integer for it: the SDKs themselves write whole doubles so.
    private static void WriteNumber(CborWriter writer, double value)
    {
        if (Math.Abs(value) <= 1L << 53 && value == Math.Truncate(value) && !(value == 0 && double.IsNegative(value)))
        {
            writer.WriteInt64((long)value);
        }
        else if (double.IsNaN(value))
        {
            writer.WriteEncodedValue([0xf9, 0x7e, 0x00]);
        }
        else if ((double)(Half)value == value)
        {
            writer.WriteHalf((Half)value);
        }
        else if ((double)(float)value == value)
        {
            writer.WriteSingle((float)value);
        }
        else
        {
            writer.WriteDouble(value);
        }
    }
}
