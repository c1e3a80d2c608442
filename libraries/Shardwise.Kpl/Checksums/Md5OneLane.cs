using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Shardwise.Kpl;

/// <summary>
/// One word in a vector's first lane. AVX-512's three-way logic and rotation make each step four operations; how many cycles those take
/// differs from maker to maker. The other lanes hold anything.
/// </summary>
internal readonly struct Md5OneLane : IMd5Steps<Vector128<uint>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Add(Vector128<uint> a, Vector128<uint> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Of(uint word) => Vector128.CreateScalarUnsafe(word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> StepF(
        Vector128<uint> a, Vector128<uint> b, Vector128<uint> c, Vector128<uint> d, Vector128<uint> wordAndSine, [ConstantExpected] byte rotation) =>
        Md5Vector128.StepF(a, b, c, d, wordAndSine, rotation);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> StepG(
        Vector128<uint> a, Vector128<uint> b, Vector128<uint> c, Vector128<uint> d, Vector128<uint> wordAndSine, [ConstantExpected] byte rotation) =>
        Md5Vector128.StepG(a, b, c, d, wordAndSine, rotation);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> StepH(
        Vector128<uint> a, Vector128<uint> b, Vector128<uint> c, Vector128<uint> d, Vector128<uint> wordAndSine, [ConstantExpected] byte rotation) =>
        Md5Vector128.StepH(a, b, c, d, wordAndSine, rotation);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> StepI(
        Vector128<uint> a, Vector128<uint> b, Vector128<uint> c, Vector128<uint> d, Vector128<uint> wordAndSine, [ConstantExpected] byte rotation) =>
        Md5Vector128.StepI(a, b, c, d, wordAndSine, rotation);
}
