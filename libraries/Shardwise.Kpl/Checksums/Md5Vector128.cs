using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Shardwise.Kpl;

/// <summary>Four lanes: SSE2, Arm's AdvSimd, and whatever else .NET knows as 128-bit vectors.</summary>
internal readonly struct Md5Vector128 : IMd5Vector<Vector128<uint>>
{
    public static int Lanes => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Load(ReadOnlySpan<uint> words) => Vector128.Create(words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<uint> vector, Span<uint> words) => vector.CopyTo(words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> LoadEveryFourthLane(ref readonly byte origin, ref readonly nint lanes, nint position) =>
        Vector128.LoadUnsafe(in Unsafe.AddByteOffset(ref Unsafe.AsRef(in origin), lanes + position)).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> UnpackLow32(Vector128<uint> a, Vector128<uint> b) =>
        Sse2.IsSupported ? Sse2.UnpackLow(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b)
        : Vector128.Create(a[0], b[0], a[1], b[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> UnpackHigh32(Vector128<uint> a, Vector128<uint> b) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b)
        : Vector128.Create(a[2], b[2], a[3], b[3]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> UnpackLow64(Vector128<uint> a, Vector128<uint> b) =>
        Sse2.IsSupported ? Sse2.UnpackLow(a.AsUInt64(), b.AsUInt64()).AsUInt32()
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a.AsUInt64(), b.AsUInt64()).AsUInt32()
        : Vector128.Create(a.GetLower(), b.GetLower());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> UnpackHigh64(Vector128<uint> a, Vector128<uint> b) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(a.AsUInt64(), b.AsUInt64()).AsUInt32()
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a.AsUInt64(), b.AsUInt64()).AsUInt32()
        : Vector128.Create(a.GetUpper(), b.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Add(Vector128<uint> a, Vector128<uint> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Of(uint word) => Vector128.Create(word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> StepF(
        Vector128<uint> a, Vector128<uint> b, Vector128<uint> c, Vector128<uint> d, Vector128<uint> wordAndSine, [ConstantExpected] byte rotation) =>
        Avx512F.VL.IsSupported
            ? Avx512F.VL.RotateLeft(a + wordAndSine + Avx512F.VL.TernaryLogic(b, c, d, Md5TruthTables.F), rotation) + b
            : RotateLeft(a + wordAndSine + (d ^ (b & (c ^ d))), rotation) + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> StepG(
        Vector128<uint> a, Vector128<uint> b, Vector128<uint> c, Vector128<uint> d, Vector128<uint> wordAndSine, [ConstantExpected] byte rotation) =>
        Avx512F.VL.IsSupported
            ? Avx512F.VL.RotateLeft(a + wordAndSine + Avx512F.VL.TernaryLogic(b, c, d, Md5TruthTables.G), rotation) + b
            : RotateLeft(a + wordAndSine + (c & ~d) + (b & d), rotation) + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> StepH(
        Vector128<uint> a, Vector128<uint> b, Vector128<uint> c, Vector128<uint> d, Vector128<uint> wordAndSine, [ConstantExpected] byte rotation) =>
        Avx512F.VL.IsSupported
            ? Avx512F.VL.RotateLeft(a + wordAndSine + Avx512F.VL.TernaryLogic(b, c, d, Md5TruthTables.H), rotation) + b
            : RotateLeft(a + wordAndSine + (b ^ (c ^ d)), rotation) + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> StepI(
        Vector128<uint> a, Vector128<uint> b, Vector128<uint> c, Vector128<uint> d, Vector128<uint> wordAndSine, [ConstantExpected] byte rotation) =>
        Avx512F.VL.IsSupported
            ? Avx512F.VL.RotateLeft(a + wordAndSine + Avx512F.VL.TernaryLogic(b, c, d, Md5TruthTables.I), rotation) + b
            : RotateLeft(a + wordAndSine + (c ^ (b | ~d)), rotation) + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> RotateLeft(Vector128<uint> a, int count) => (a << count) | (a >>> (32 - count));
}
