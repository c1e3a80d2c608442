using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Shardwise.Local;

/// <summary>Writes CBOR (RFC 8949) of definite lengths, numbers in their shortest exact form, times as tag 1.</summary>
internal static class CborWriter
{
    public static ReadOnlyMemory<byte> Write(object? value)
    {
        var output = new ArrayBufferWriter<byte>();
        Write(output, value);
        return output.WrittenMemory;
    }

    private static void Write(ArrayBufferWriter<byte> output, object? value)
    {
        switch (value)
        {
            case null:
                output.Write<byte>([0xf6]);
                break;
            case bool flag:
                output.Write<byte>([flag ? (byte)0xf5 : (byte)0xf4]);
                break;
            case string text:
                Head(output, 3, (ulong)Encoding.UTF8.GetByteCount(text));
                output.Write(Encoding.UTF8.GetBytes(text));
                break;
            case byte[] bytes:
                Head(output, 2, (ulong)bytes.Length);
                output.Write(bytes);
                break;
            case int or long:
                Whole(output, Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
            case double number:
                Number(output, number);
                break;
            case DateTimeOffset time:
                Head(output, 6, 1);
                Number(output, EpochTime.Write(time));
                break;
            case IReadOnlyDictionary<string, object?> map:
                Head(output, 5, (ulong)map.Count);
                foreach (var (key, member) in map)
                {
                    Write(output, key);
                    Write(output, member);
                }

                break;
            case IReadOnlyList<object?> list:
                Head(output, 4, (ulong)list.Count);
                foreach (var item in list)
                {
                    Write(output, item);
                }

                break;
            default:
                throw new ArgumentException($"A {value.GetType().Name} has no CBOR form here.", nameof(value));
        }
    }

    private static void Whole(ArrayBufferWriter<byte> output, long value)
    {
        if (value >= 0)
        {
            Head(output, 0, (ulong)value);
        }
        else
        {
            Head(output, 1, (ulong)(-1 - value));
        }
    }

    // Readers of a double member take an integer for it: the SDKs themselves write whole doubles so.
    private static void Number(ArrayBufferWriter<byte> output, double value)
    {
        if (Math.Abs(value) <= 1L << 53 && value == Math.Truncate(value) && !(value == 0 && double.IsNegative(value)))
        {
            Whole(output, (long)value);
        }
        else if (double.IsNaN(value))
        {
            output.Write<byte>([0xf9, 0x7e, 0x00]);
        }
        else if ((double)(Half)value == value)
        {
            output.Write<byte>([0xf9]);
            BinaryPrimitives.WriteHalfBigEndian(output.GetSpan(2), (Half)value);
            output.Advance(2);
        }
        else if ((double)(float)value == value)
        {
            output.Write<byte>([0xfa]);
            BinaryPrimitives.WriteSingleBigEndian(output.GetSpan(4), (float)value);
            output.Advance(4);
        }
        else
        {
            output.Write<byte>([0xfb]);
            BinaryPrimitives.WriteDoubleBigEndian(output.GetSpan(8), value);
            output.Advance(8);
        }
    }

    private static void Head(ArrayBufferWriter<byte> output, int major, ulong argument)
    {
        Span<byte> head = stackalloc byte[9];
        BinaryPrimitives.WriteUInt64BigEndian(head[1..], argument);
        var (info, width) = argument switch
        {
            < 24 => ((int)argument, 0),
            <= byte.MaxValue => (24, 1),
            <= ushort.MaxValue => (25, 2),
            <= uint.MaxValue => (26, 4),
            _ => (27, 8),
        };
        output.Write<byte>([(byte)((major << 5) | info)]);
        output.Write(head[(9 - width)..]);
    }
}
