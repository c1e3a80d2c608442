using System.Buffers.Text;
using System.Numerics;

namespace Shardwise.LocalKinesis.Streams;

/// <summary>Writes the sequence numbers of one shard, 56 decimal digits each, without a big integer a record.</summary>
internal sealed class SequenceNumberWriter
{
    public const int Length = 56;

    // Three limbs of 19 digits, the lowest last. A counter is worth 2^80, a second 2^36.
    private const ulong Limb = 10_000_000_000_000_000_000;
    private const ulong CounterMiddle = 120_892;
    private const ulong CounterLow = 5_819_614_629_174_706_176;

    private readonly ulong _high;
    private readonly ulong _middle;
    private readonly ulong _low;

    public SequenceNumberWriter(long createdSecond, int shardIndex)
    {
        var fixedPart = (((BigInteger)2 << 40) | ((BigInteger)createdSecond << 4) | (uint)(shardIndex & 0xf)) << 144;
        fixedPart += ((BigInteger)(uint)shardIndex << 4) | 2;
        _low = (ulong)(fixedPart % Limb);
        fixedPart /= Limb;
        _middle = (ulong)(fixedPart % Limb);
        _high = (ulong)(fixedPart / Limb);
    }

    /// <summary>Writes one number in ASCII digits.</summary>
    public void Write(long counter, long putSecond, Span<byte> destination)
    {
        var low = Math.BigMul((ulong)counter, CounterLow) + ((UInt128)(ulong)putSecond << 36) + _low;
        var (carry, lowLimb) = UInt128.DivRem(low, Limb);
        var middle = Math.BigMul((ulong)counter, CounterMiddle) + carry + _middle;
        var (high, middleLimb) = middle < Limb ? (UInt128.Zero, middle) : UInt128.DivRem(middle, Limb);
        Utf8Formatter.TryFormat(_high + (ulong)high, destination[..18], out _, new System.Buffers.StandardFormat('D', 18));
        Utf8Formatter.TryFormat((ulong)middleLimb, destination.Slice(18, 19), out _, new System.Buffers.StandardFormat('D', 19));
        Utf8Formatter.TryFormat((ulong)lowLimb, destination.Slice(37, 19), out _, new System.Buffers.StandardFormat('D', 19));
    }
}
