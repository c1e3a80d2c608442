using System.Diagnostics.CodeAnalysis;

namespace Shardwise.Kpl;

/// <summary>
/// What MD5 needs of a vector that holds one 32-bit word of each of several messages, a message a lane. Implemented by structs
/// without fields, so that the compiler makes a kernel of its own for each, with nothing left of the calls. Whole steps rather
/// than single operations: with several times as many calls the compiler gives up and leaves some of them.
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
    /// Sixteen bytes of every fourth lane: lanes 0, 4, 8 and so on lie side by side, so that four such vectors are turned into words by the same
    /// unpacking at every width.
    /// </summary>
    /// <param name="origin">What lanes are counted from.</param>
    /// <param name="lanes">Where the first of the lanes begins, in bytes from <paramref name="origin"/>; the others' follow.</param>
    /// <param name="position">The bytes from a lane's beginning on.</param>
    static abstract TVector LoadEveryFourthLane(ref readonly byte origin, ref readonly nint lanes, nint position);

    static abstract TVector UnpackLow32(TVector a, TVector b);

    static abstract TVector UnpackHigh32(TVector a, TVector b);

    static abstract TVector UnpackLow64(TVector a, TVector b);

    static abstract TVector UnpackHigh64(TVector a, TVector b);

    static abstract TVector Add(TVector a, TVector b);

    /// <summary>Adds one number to each lane.</summary>
    static abstract TVector AddToEach(TVector words, uint sine);

    /// <summary>A step of the first round: <c>b + ((a + F(b, c, d) + wordAndSine) &lt;&lt;&lt; rotation)</c>, F being <c>(b &amp; c) | (~b &amp; d)</c>.</summary>
    static abstract TVector StepF(TVector a, TVector b, TVector c, TVector d, TVector wordAndSine, [ConstantExpected] byte rotation);

    /// <summary>A step of the second round, with G: <c>(d &amp; b) | (~d &amp; c)</c>.</summary>
    static abstract TVector StepG(TVector a, TVector b, TVector c, TVector d, TVector wordAndSine, [ConstantExpected] byte rotation);

    /// <summary>A step of the third round, with H: <c>b ^ c ^ d</c>.</summary>
    static abstract TVector StepH(TVector a, TVector b, TVector c, TVector d, TVector wordAndSine, [ConstantExpected] byte rotation);

    /// <summary>A step of the fourth round, with I: <c>c ^ (b | ~d)</c>.</summary>
    static abstract TVector StepI(TVector a, TVector b, TVector c, TVector d, TVector wordAndSine, [ConstantExpected] byte rotation);
}
