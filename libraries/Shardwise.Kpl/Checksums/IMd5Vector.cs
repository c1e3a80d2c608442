using System.Diagnostics.CodeAnalysis;

namespace Shardwise.Kpl;

/// <summary>
/// What MD5 needs of a vector that holds one 32-bit word of each of several messages, a message a lane. Implemented by structs
/// without fields, so that the compiler makes a kernel of its own for each, with nothing left of the calls.
/// </summary>
/// <typeparam name="TVector">The vector.</typeparam>
internal interface IMd5Vector<TVector>
    where TVector : unmanaged
{
    /// <summary>The number of messages side by side.</summary>
    static abstract int Lanes { get; }

    static abstract TVector Load(ReadOnlySpan<uint> words);

    static abstract void Store(TVector vector, Span<uint> words);

    /// <summary>
    /// Sixteen bytes of every fourth lane, from the lane at the start of the bytes on: lanes 0, 4, 8 and so on lie side by side,
    /// so that four such vectors are turned into words by the same unpacking at every width.
    /// </summary>
    static abstract TVector LoadEveryFourthLane(ReadOnlySpan<byte> bytes, int laneSize);

    static abstract TVector UnpackLow32(TVector a, TVector b);

    static abstract TVector UnpackHigh32(TVector a, TVector b);

    static abstract TVector UnpackLow64(TVector a, TVector b);

    static abstract TVector UnpackHigh64(TVector a, TVector b);

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector Add(TVector a, uint b);

    static abstract TVector RotateLeft(TVector a, [ConstantExpected] byte count);

    /// <summary>MD5's F, <c>(b &amp; c) | (~b &amp; d)</c>. Its G is the same with other arguments.</summary>
    static abstract TVector Select(TVector b, TVector c, TVector d);

    /// <summary>MD5's H, <c>b ^ c ^ d</c>.</summary>
    static abstract TVector Parity(TVector b, TVector c, TVector d);

    /// <summary>MD5's I, <c>c ^ (b | ~d)</c>.</summary>
    static abstract TVector OrNotXor(TVector b, TVector c, TVector d);
}
