using System.Globalization;
using System.Numerics;

namespace Shardwise.LocalKinesis.Streams;

/// <summary>
/// What a sequence number says. Version 2, today's, is 47 hexadecimal digits written in decimal: a 2, the shard's creation second (9 digits), the
/// shard index's
/// lowest digit, a counter (16), 00, the second of the put (9), the shard index (8), a 2. Versions 0 and 1 are read only.
/// </summary>
internal readonly record struct SequenceNumber(int Version, long CreatedSecond, long Counter, long PutSecond, int ShardIndex)
{
    // 2^63 - 1: no record has it, and a shard's last number does.
    public const long EndCounter = long.MaxValue;

    private const long LatestSecond = 16_025_175_000;

    private static readonly BigInteger Two124 = BigInteger.One << 124;
    private static readonly BigInteger Two129 = BigInteger.One << 129;
    private static readonly BigInteger Two185 = BigInteger.One << 185;

    /// <summary>Reads a number that matches the API's pattern; null where it is none that Kinesis ever gave.</summary>
    public static SequenceNumber? Parse(string text)
    {
        var number = BigInteger.Parse(text, CultureInfo.InvariantCulture);
        if (number < Two124)
        {
            number += Two124;
        }

        var hex = number.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');
        var parsed = number < Two129 ? Version0(hex) : number > Two185 && number < Two185 * 3 / 2 ? Newer(hex) : null;
        return parsed is { CreatedSecond: < LatestSecond, Counter: >= 0 } ? parsed : null;
    }

    /// <summary>This number in decimal.</summary>
    public override string ToString()
    {
        Span<byte> digits = stackalloc byte[SequenceNumberWriter.Length];
        new SequenceNumberWriter(CreatedSecond, ShardIndex).Write(Counter, PutSecond, digits);
        return System.Text.Encoding.ASCII.GetString(digits);
    }

    private static SequenceNumber? Newer(string hex) => hex.Length != 47 ? null : hex[46] switch
    {
        '2' => new SequenceNumber(2, Hex(hex[1..10]), (long)UHex(hex[11..27]), Hex(hex[29..38]), (int)(uint)UHex(hex[38..46])),
        '1' => new SequenceNumber(1, Hex(hex[1..10]), Hex(hex[36..38]), Hex(hex[11..20]), (int)(uint)UHex(hex[38..46])),
        _ => null,
    };

    private static SequenceNumber? Version0(string hex) =>
        hex.Length != 32 ? null : new SequenceNumber(0, Hex(hex[1..10]), 0, Hex(hex[1..10]), (int)Hex(hex[28..32]));

    private static long Hex(string digits) => long.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static ulong UHex(string digits) => ulong.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
