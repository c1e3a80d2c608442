using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Shardwise.Kpl;

/// <summary>
/// One word in a general register: steps of five, four, four and five operations after <c>b</c>, eighteen cycles for the four of them.
/// Where each function's outermost operation is a plain <c>|</c> or <c>^</c>, as in RFC 1321, it is nineteen or twenty.
/// </summary>
internal readonly struct Md5General : IMd5Steps<uint>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Add(uint a, uint b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Of(uint word) => word;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint StepF(uint a, uint b, uint c, uint d, uint wordAndSine, [ConstantExpected] byte rotation) =>
        BitOperations.RotateLeft(a + wordAndSine + (d ^ (b & (c ^ d))), rotation) + b;

    /// <summary>The two halves of G share no bit, so that one of them can be added before <paramref name="b"/> is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint StepG(uint a, uint b, uint c, uint d, uint wordAndSine, [ConstantExpected] byte rotation) =>
        BitOperations.RotateLeft(a + wordAndSine + (c & ~d) + (b & d), rotation) + b;

    /// <summary>
    /// The compiler turns <c>b ^ (c ^ d)</c> into <c>(b ^ c) ^ d</c>, which waits a cycle longer. So <c>c ^ d</c> is written in a way that it leaves
    /// alone.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint StepH(uint a, uint b, uint c, uint d, uint wordAndSine, [ConstantExpected] byte rotation) =>
        BitOperations.RotateLeft(a + wordAndSine + (b ^ ((c | d) - (c & d))), rotation) + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint StepI(uint a, uint b, uint c, uint d, uint wordAndSine, [ConstantExpected] byte rotation) =>
        BitOperations.RotateLeft(a + wordAndSine + (c ^ (b | ~d)), rotation) + b;
}
