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
    public static Vector256<uint> LoadEveryFourthLane(ReadOnlySpan<byte> bytes, int laneSize) =>
        Vector256.Create(Vector128.Create(bytes), Vector128.Create(bytes[(4 * laneSize)..])).AsUInt32();

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
    public static Vector256<uint> Add(Vector256<uint> a, uint b) => a + Vector256.Create(b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> RotateLeft(Vector256<uint> a, [ConstantExpected] byte count) =>
        Avx512F.VL.IsSupported ? Avx512F.VL.RotateLeft(a, count) : (a << count) | (a >>> (32 - count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Select(Vector256<uint> b, Vector256<uint> c, Vector256<uint> d) =>
        Avx512F.VL.IsSupported ? Avx512F.VL.TernaryLogic(b, c, d, TernaryTables.Select) : d ^ (b & (c ^ d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Parity(Vector256<uint> b, Vector256<uint> c, Vector256<uint> d) =>
        Avx512F.VL.IsSupported ? Avx512F.VL.TernaryLogic(b, c, d, TernaryTables.Parity) : b ^ (c ^ d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> OrNotXor(Vector256<uint> b, Vector256<uint> c, Vector256<uint> d) =>
        Avx512F.VL.IsSupported ? Avx512F.VL.TernaryLogic(b, c, d, TernaryTables.OrNotXor) : c ^ (b | ~d);
}
