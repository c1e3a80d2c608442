using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Shardwise.Kpl;

/// <summary>Sixteen lanes: AVX-512, whose rotation and three-way logic save about half of the instructions.</summary>
internal readonly struct Md5Vector512 : IMd5Vector<Vector512<uint>>
{
    public static int Lanes => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Load(ReadOnlySpan<uint> words) => Vector512.Create(words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<uint> vector, Span<uint> words) => vector.CopyTo(words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> LoadEveryFourthLane(ReadOnlySpan<byte> bytes, int laneSize) => Vector512.Create(
        Md5Vector256.LoadEveryFourthLane(bytes, laneSize),
        Md5Vector256.LoadEveryFourthLane(bytes[(8 * laneSize)..], laneSize));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> UnpackLow32(Vector512<uint> a, Vector512<uint> b) => Avx512F.UnpackLow(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> UnpackHigh32(Vector512<uint> a, Vector512<uint> b) => Avx512F.UnpackHigh(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> UnpackLow64(Vector512<uint> a, Vector512<uint> b) => Avx512F.UnpackLow(a.AsUInt64(), b.AsUInt64()).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> UnpackHigh64(Vector512<uint> a, Vector512<uint> b) => Avx512F.UnpackHigh(a.AsUInt64(), b.AsUInt64()).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Add(Vector512<uint> a, Vector512<uint> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> StepF(Vector512<uint> a, Vector512<uint> b, Vector512<uint> c, Vector512<uint> d, Vector512<uint> word, uint sine, [ConstantExpected] byte rotation) =>
        Avx512F.RotateLeft(a + (word + Vector512.Create(sine)) + Avx512F.TernaryLogic(b, c, d, Md5TruthTables.F), rotation) + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> StepG(Vector512<uint> a, Vector512<uint> b, Vector512<uint> c, Vector512<uint> d, Vector512<uint> word, uint sine, [ConstantExpected] byte rotation) =>
        Avx512F.RotateLeft(a + (word + Vector512.Create(sine)) + Avx512F.TernaryLogic(b, c, d, Md5TruthTables.G), rotation) + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> StepH(Vector512<uint> a, Vector512<uint> b, Vector512<uint> c, Vector512<uint> d, Vector512<uint> word, uint sine, [ConstantExpected] byte rotation) =>
        Avx512F.RotateLeft(a + (word + Vector512.Create(sine)) + Avx512F.TernaryLogic(b, c, d, Md5TruthTables.H), rotation) + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> StepI(Vector512<uint> a, Vector512<uint> b, Vector512<uint> c, Vector512<uint> d, Vector512<uint> word, uint sine, [ConstantExpected] byte rotation) =>
        Avx512F.RotateLeft(a + (word + Vector512.Create(sine)) + Avx512F.TernaryLogic(b, c, d, Md5TruthTables.I), rotation) + b;
}
