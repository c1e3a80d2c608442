using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

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
    /// <param name="bytes">The blocks of each lane, lane after lane.</param>
    /// <param name="laneSize">The bytes from one lane to the next.</param>
    /// <param name="blockCount">The number of blocks to run.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(Span<uint> states, int stateStride, ReadOnlySpan<byte> bytes, int laneSize, int blockCount)
    {
        TVector a = TMath.Load(states);
        TVector b = TMath.Load(states[stateStride..]);
        TVector c = TMath.Load(states[(2 * stateStride)..]);
        TVector d = TMath.Load(states[(3 * stateStride)..]);
        Span<TVector> w = stackalloc TVector[16];
        for (int block = 0; block < blockCount; block++)
        {
            LoadWords(bytes[(block * BlockSize)..], laneSize, w);
            (TVector a0, TVector b0, TVector c0, TVector d0) = (a, b, c, d);
            for (int i = 0; i < 16; i += 4)
            {
                a = Step(a, b, TMath.Select(b, c, d), w[i], Md5Constants.Sines[i], 7);
                d = Step(d, a, TMath.Select(a, b, c), w[i + 1], Md5Constants.Sines[i + 1], 12);
                c = Step(c, d, TMath.Select(d, a, b), w[i + 2], Md5Constants.Sines[i + 2], 17);
                b = Step(b, c, TMath.Select(c, d, a), w[i + 3], Md5Constants.Sines[i + 3], 22);
            }

            for (int i = 0; i < 16; i += 4)
            {
                a = Step(a, b, TMath.Select(d, b, c), w[(5 * i + 1) & 15], Md5Constants.Sines[i + 16], 5);
                d = Step(d, a, TMath.Select(c, a, b), w[(5 * i + 6) & 15], Md5Constants.Sines[i + 17], 9);
                c = Step(c, d, TMath.Select(b, d, a), w[(5 * i + 11) & 15], Md5Constants.Sines[i + 18], 14);
                b = Step(b, c, TMath.Select(a, c, d), w[(5 * i) & 15], Md5Constants.Sines[i + 19], 20);
            }

            for (int i = 0; i < 16; i += 4)
            {
                a = Step(a, b, TMath.Parity(b, c, d), w[(3 * i + 5) & 15], Md5Constants.Sines[i + 32], 4);
                d = Step(d, a, TMath.Parity(a, b, c), w[(3 * i + 8) & 15], Md5Constants.Sines[i + 33], 11);
                c = Step(c, d, TMath.Parity(d, a, b), w[(3 * i + 11) & 15], Md5Constants.Sines[i + 34], 16);
                b = Step(b, c, TMath.Parity(c, d, a), w[(3 * i + 14) & 15], Md5Constants.Sines[i + 35], 23);
            }

            for (int i = 0; i < 16; i += 4)
            {
                a = Step(a, b, TMath.OrNotXor(b, c, d), w[(7 * i) & 15], Md5Constants.Sines[i + 48], 6);
                d = Step(d, a, TMath.OrNotXor(a, b, c), w[(7 * i + 7) & 15], Md5Constants.Sines[i + 49], 10);
                c = Step(c, d, TMath.OrNotXor(d, a, b), w[(7 * i + 14) & 15], Md5Constants.Sines[i + 50], 15);
                b = Step(b, c, TMath.OrNotXor(c, d, a), w[(7 * i + 5) & 15], Md5Constants.Sines[i + 51], 21);
            }

            (a, b, c, d) = (TMath.Add(a, a0), TMath.Add(b, b0), TMath.Add(c, c0), TMath.Add(d, d0));
        }

        TMath.Store(a, states);
        TMath.Store(b, states[stateStride..]);
        TMath.Store(c, states[(2 * stateStride)..]);
        TMath.Store(d, states[(3 * stateStride)..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Step(TVector a, TVector b, TVector mixed, TVector word, uint sine, [ConstantExpected] byte rotation) =>
        TMath.Add(TMath.RotateLeft(TMath.Add(TMath.Add(a, TMath.Add(word, sine)), mixed), rotation), b);

    /// <summary>Turns one block of every lane into sixteen vectors, each with one word of every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LoadWords(ReadOnlySpan<byte> bytes, int laneSize, Span<TVector> w)
    {
        for (int i = 0; i < 16; i += 4)
        {
            TVector lane0 = TMath.LoadEveryFourthLane(bytes[(4 * i)..], laneSize);
            TVector lane1 = TMath.LoadEveryFourthLane(bytes[(laneSize + 4 * i)..], laneSize);
            TVector lane2 = TMath.LoadEveryFourthLane(bytes[(2 * laneSize + 4 * i)..], laneSize);
            TVector lane3 = TMath.LoadEveryFourthLane(bytes[(3 * laneSize + 4 * i)..], laneSize);
            TVector low01 = TMath.UnpackLow32(lane0, lane1);
            TVector low23 = TMath.UnpackLow32(lane2, lane3);
            TVector high01 = TMath.UnpackHigh32(lane0, lane1);
            TVector high23 = TMath.UnpackHigh32(lane2, lane3);
            w[i] = TMath.UnpackLow64(low01, low23);
            w[i + 1] = TMath.UnpackHigh64(low01, low23);
            w[i + 2] = TMath.UnpackLow64(high01, high23);
            w[i + 3] = TMath.UnpackHigh64(high01, high23);
        }
    }
}
