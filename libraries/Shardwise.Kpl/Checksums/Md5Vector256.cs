using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Shardwise.Kpl;

/// <summary>Eight lanes: AVX2.</summary>
internal readonly struct Md5Vector256 : IMd5Vector<Vector256<uint>>
{
    public static int Lanes => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Load(ReadOnlySpan<uint> words) => Vector256.Create(words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<uint> vector, Span<uint> words) => vector.CopyTo(words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> LoadEveryFourthLane(ref readonly byte origin, ref readonly nint lanes, nint position) =>
        Md5Vector128.LoadEveryFourthLane(in origin, in lanes, position).ToVector256Unsafe()
            .WithUpper(Md5Vector128.LoadEveryFourthLane(in origin, in Unsafe.Add(ref Unsafe.AsRef(in lanes), 4), position));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> UnpackLow32(Vector256<uint> a, Vector256<uint> b) => Avx2.UnpackLow(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> UnpackHigh32(Vector256<uint> a, Vector256<uint> b) => Avx2.UnpackHigh(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> UnpackLow64(Vector256<uint> a, Vector256<uint> b) => Avx2.UnpackLow(a.AsUInt64(), b.AsUInt64()).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> UnpackHigh64(Vector256<uint> a, Vector256<uint> b) => Avx2.UnpackHigh(a.AsUInt64(), b.AsUInt64()).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Add(Vector256<uint> a, Vector256<uint> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Of(uint word) => Vector256.Create(word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> StepF(
        Vector256<uint> a, Vector256<uint> b, Vector256<uint> c, Vector256<uint> d, Vector256<uint> wordAndSine, [ConstantExpected] byte rotation) =>
        Avx512F.VL.IsSupported
            ? Avx512F.VL.RotateLeft(a + wordAndSine + Avx512F.VL.TernaryLogic(b, c, d, Md5TruthTables.F), rotation) + b
            : RotateLeft(a + wordAndSine + (d ^ (b & (c ^ d))), rotation) + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> StepG(
        Vector256<uint> a, Vector256<uint> b, Vector256<uint> c, Vector256<uint> d, Vector256<uint> wordAndSine, [ConstantExpected] byte rotation) =>
        Avx512F.VL.IsSupported
            ? Avx512F.VL.RotateLeft(a + wordAndSine + Avx512F.VL.TernaryLogic(b, c, d, Md5TruthTables.G), rotation) + b
            : RotateLeft(a + wordAndSine + (c & ~d) + (b & d), rotation) + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> StepH(
        Vector256<uint> a, Vector256<uint> b, Vector256<uint> c, Vector256<uint> d, Vector256<uint> wordAndSine, [ConstantExpected] byte rotation) =>
        Avx512F.VL.IsSupported
            ? Avx512F.VL.RotateLeft(a + wordAndSine + Avx512F.VL.TernaryLogic(b, c, d, Md5TruthTables.H), rotation) + b
            : RotateLeft(a + wordAndSine + (b ^ (c ^ d)), rotation) + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> StepI(
        Vector256<uint> a, Vector256<uint> b, Vector256<uint> c, Vector256<uint> d, Vector256<uint> wordAndSine, [ConstantExpected] byte rotation) =>
        Avx512F.VL.IsSupported
            ? Avx512F.VL.RotateLeft(a + wordAndSine + Avx512F.VL.TernaryLogic(b, c, d, Md5TruthTables.I), rotation) + b
            : RotateLeft(a + wordAndSine + (c ^ (b | ~d)), rotation) + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> RotateLeft(Vector256<uint> a, int count) => (a << count) | (a >>> (32 - count));
}
