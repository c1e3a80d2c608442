using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Shardwise.Kpl;

/// <summary>
/// Two vectors worked on in turn. A step of MD5 needs the result of the one before it, which leaves most of a processor's vector
/// units waiting; the second vector's steps fill the gaps.
/// </summary>
internal readonly struct Md5Pair<TVector, TMath> : IMd5Vector<Md5Pair<TVector, TMath>.Both>
    where TVector : unmanaged
    where TMath : struct, IMd5Vector<TVector>
{
    public static int Lanes => 2 * TMath.Lanes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Both Load(ReadOnlySpan<uint> words) => new(TMath.Load(words), TMath.Load(words[TMath.Lanes..]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Both vector, Span<uint> words)
    {
        TMath.Store(vector.First, words);
        TMath.Store(vector.Second, words[TMath.Lanes..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Both LoadEveryFourthLane(ref readonly byte origin, ref readonly nint lanes, nint position) => new(
        TMath.LoadEveryFourthLane(in origin, in lanes, position),
        TMath.LoadEveryFourthLane(in origin, in Unsafe.Add(ref Unsafe.AsRef(in lanes), TMath.Lanes), position));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Both UnpackLow32(Both a, Both b) => new(TMath.UnpackLow32(a.First, b.First), TMath.UnpackLow32(a.Second, b.Second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Both UnpackHigh32(Both a, Both b) => new(TMath.UnpackHigh32(a.First, b.First), TMath.UnpackHigh32(a.Second, b.Second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Both UnpackLow64(Both a, Both b) => new(TMath.UnpackLow64(a.First, b.First), TMath.UnpackLow64(a.Second, b.Second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Both UnpackHigh64(Both a, Both b) => new(TMath.UnpackHigh64(a.First, b.First), TMath.UnpackHigh64(a.Second, b.Second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Both Add(Both a, Both b) => new(TMath.Add(a.First, b.First), TMath.Add(a.Second, b.Second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Both Of(uint word)
    {
        TVector each = TMath.Of(word);
        return new(each, each);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Both StepF(Both a, Both b, Both c, Both d, Both wordAndSine, [ConstantExpected] byte rotation) => new(
        TMath.StepF(a.First, b.First, c.First, d.First, wordAndSine.First, rotation),
        TMath.StepF(a.Second, b.Second, c.Second, d.Second, wordAndSine.Second, rotation));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Both StepG(Both a, Both b, Both c, Both d, Both wordAndSine, [ConstantExpected] byte rotation) => new(
        TMath.StepG(a.First, b.First, c.First, d.First, wordAndSine.First, rotation),
        TMath.StepG(a.Second, b.Second, c.Second, d.Second, wordAndSine.Second, rotation));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Both StepH(Both a, Both b, Both c, Both d, Both wordAndSine, [ConstantExpected] byte rotation) => new(
        TMath.StepH(a.First, b.First, c.First, d.First, wordAndSine.First, rotation),
        TMath.StepH(a.Second, b.Second, c.Second, d.Second, wordAndSine.Second, rotation));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Both StepI(Both a, Both b, Both c, Both d, Both wordAndSine, [ConstantExpected] byte rotation) => new(
        TMath.StepI(a.First, b.First, c.First, d.First, wordAndSine.First, rotation),
        TMath.StepI(a.Second, b.Second, c.Second, d.Second, wordAndSine.Second, rotation));

    internal readonly struct Both(TVector first, TVector second)
    {
        public readonly TVector First = first;
        public readonly TVector Second = second;
    }
}
