using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Shardwise.Kpl;

/// <summary>MD5 (RFC 1321) of as many messages at once as a vector has lanes.</summary>
internal static class Md5Kernel<TVector, TMath>
    where TVector : unmanaged
    where TMath : struct, IMd5Vector<TVector>
{
    public const int BlockSize = 64;

    /// <summary>Runs blocks of every lane through its state.</summary>
    /// <param name="states">The four words of state of every lane: all lanes' first words, then all lanes' second words, and so on.</param>
    /// <param name="stateStride">The number of lanes in <paramref name="states"/>.</param>
    /// <param name="origin">What lanes are counted from.</param>
    /// <param name="lanes">
    /// Where each lane's blocks begin, in bytes from <paramref name="origin"/>. What lies there must not be moved meanwhile.
    /// </param>
    /// <param name="blockCount">The number of blocks to run.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run(Span<uint> states, int stateStride, ref readonly byte origin, ReadOnlySpan<nint> lanes, int blockCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lanes.Length, TMath.Lanes);
        TVector a = TMath.Load(states);
        TVector b = TMath.Load(states[stateStride..]);
        TVector c = TMath.Load(states[(2 * stateStride)..]);
        TVector d = TMath.Load(states[(3 * stateStride)..]);
        Span<TVector> w = stackalloc TVector[16];
        ReadOnlySpan<uint> sines = Md5Constants.Sines;
        for (int block = 0; block < blockCount; block++)
        {
            LoadWords(in origin, lanes, block * BlockSize, w);
            (TVector a0, TVector b0, TVector c0, TVector d0) = (a, b, c, d);
            for (int i = 0; i < 16; i += 4)
            {
                a = TMath.StepF(a, b, c, d, TMath.Add(w[i], TMath.Of(sines[i])), 7);
                d = TMath.StepF(d, a, b, c, TMath.Add(w[i + 1], TMath.Of(sines[i + 1])), 12);
                c = TMath.StepF(c, d, a, b, TMath.Add(w[i + 2], TMath.Of(sines[i + 2])), 17);
                b = TMath.StepF(b, c, d, a, TMath.Add(w[i + 3], TMath.Of(sines[i + 3])), 22);
            }

            for (int i = 0; i < 16; i += 4)
            {
                a = TMath.StepG(a, b, c, d, TMath.Add(w[(5 * i + 1) & 15], TMath.Of(sines[i + 16])), 5);
                d = TMath.StepG(d, a, b, c, TMath.Add(w[(5 * i + 6) & 15], TMath.Of(sines[i + 17])), 9);
                c = TMath.StepG(c, d, a, b, TMath.Add(w[(5 * i + 11) & 15], TMath.Of(sines[i + 18])), 14);
                b = TMath.StepG(b, c, d, a, TMath.Add(w[(5 * i) & 15], TMath.Of(sines[i + 19])), 20);
            }

            for (int i = 0; i < 16; i += 4)
            {
                a = TMath.StepH(a, b, c, d, TMath.Add(w[(3 * i + 5) & 15], TMath.Of(sines[i + 32])), 4);
                d = TMath.StepH(d, a, b, c, TMath.Add(w[(3 * i + 8) & 15], TMath.Of(sines[i + 33])), 11);
                c = TMath.StepH(c, d, a, b, TMath.Add(w[(3 * i + 11) & 15], TMath.Of(sines[i + 34])), 16);
                b = TMath.StepH(b, c, d, a, TMath.Add(w[(3 * i + 14) & 15], TMath.Of(sines[i + 35])), 23);
            }

            for (int i = 0; i < 16; i += 4)
            {
                a = TMath.StepI(a, b, c, d, TMath.Add(w[(7 * i) & 15], TMath.Of(sines[i + 48])), 6);
                d = TMath.StepI(d, a, b, c, TMath.Add(w[(7 * i + 7) & 15], TMath.Of(sines[i + 49])), 10);
                c = TMath.StepI(c, d, a, b, TMath.Add(w[(7 * i + 14) & 15], TMath.Of(sines[i + 50])), 15);
                b = TMath.StepI(b, c, d, a, TMath.Add(w[(7 * i + 5) & 15], TMath.Of(sines[i + 51])), 21);
            }

            (a, b, c, d) = (TMath.Add(a, a0), TMath.Add(b, b0), TMath.Add(c, c0), TMath.Add(d, d0));
        }

        TMath.Store(a, states);
        TMath.Store(b, states[stateStride..]);
        TMath.Store(c, states[(2 * stateStride)..]);
        TMath.Store(d, states[(3 * stateStride)..]);
    }

    /// <summary>Turns one block of every lane into sixteen vectors, each with one word of every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void LoadWords(ref readonly byte origin, ReadOnlySpan<nint> lanes, nint position, Span<TVector> w)
    {
        ref nint first = ref MemoryMarshal.GetReference(lanes);
        for (int i = 0; i < 16; i += 4)
        {
            TVector lane0 = TMath.LoadEveryFourthLane(in origin, in first, position);
            TVector lane1 = TMath.LoadEveryFourthLane(in origin, in Unsafe.Add(ref first, 1), position);
            TVector lane2 = TMath.LoadEveryFourthLane(in origin, in Unsafe.Add(ref first, 2), position);
            TVector lane3 = TMath.LoadEveryFourthLane(in origin, in Unsafe.Add(ref first, 3), position);
            TVector low01 = TMath.UnpackLow32(lane0, lane1);
            TVector low23 = TMath.UnpackLow32(lane2, lane3);
            TVector high01 = TMath.UnpackHigh32(lane0, lane1);
            TVector high23 = TMath.UnpackHigh32(lane2, lane3);
            w[i] = TMath.UnpackLow64(low01, low23);
            w[i + 1] = TMath.UnpackHigh64(low01, low23);
            w[i + 2] = TMath.UnpackLow64(high01, high23);
            w[i + 3] = TMath.UnpackHigh64(high01, high23);
            position += Vector128<byte>.Count;
        }
    }
}
