using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Shardwise.Kpl;

/// <summary>
/// MD5 (RFC 1321) of one message. It is bound by the latency of its chain of steps: a processor has plenty of room left for other work meanwhile.
/// </summary>
/// <typeparam name="TWord">What holds a word.</typeparam>
/// <typeparam name="TSteps">The steps on it.</typeparam>
internal static class SerialMd5Kernel<TWord, TSteps>
    where TWord : unmanaged
    where TSteps : struct, IMd5Steps<TWord>
{
    public const int BlockSize = 64;

    /// <summary>Runs whole blocks through a state, and copies them on the way where that is asked for, which takes no time of its own.</summary>
    /// <param name="state">The state, four words.</param>
    /// <param name="blocks">The blocks.</param>
    /// <param name="copy">Where to copy them to; empty to leave them where they are.</param>
    /// <remarks>
    /// Never inlined: within a caller the compiler's budget does not reach for the rounds, and calls to them are left, at three times the time.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run(Span<uint> state, ReadOnlySpan<byte> blocks, Span<byte> copy = default)
    {
        TWord a = TSteps.Of(state[0]);
        TWord b = TSteps.Of(state[1]);
        TWord c = TSteps.Of(state[2]);
        TWord d = TSteps.Of(state[3]);
        for (; blocks.Length >= BlockSize; blocks = blocks[BlockSize..])
        {
            if (!copy.IsEmpty)
            {
                blocks[..BlockSize].CopyTo(copy);
                copy = copy[BlockSize..];
            }

            ReadOnlySpan<uint> w = MemoryMarshal.Cast<byte, uint>(blocks[..BlockSize]);
            (TWord a0, TWord b0, TWord c0, TWord d0) = (a, b, c, d);
            RoundF(w, ref a, ref b, ref c, ref d);
            RoundG(w, ref a, ref b, ref c, ref d);
            RoundH(w, ref a, ref b, ref c, ref d);
            RoundI(w, ref a, ref b, ref c, ref d);
            (a, b, c, d) = (TSteps.Add(a, a0), TSteps.Add(b, b0), TSteps.Add(c, c0), TSteps.Add(d, d0));
        }

        (state[0], state[1], state[2], state[3]) = (First(a), First(b), First(c), First(d));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint First(TWord word) => Unsafe.As<TWord, uint>(ref word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RoundF(ReadOnlySpan<uint> w, ref TWord a, ref TWord b, ref TWord c, ref TWord d)
    {
        ReadOnlySpan<uint> sines = Md5Constants.Sines;
        for (int i = 0; i < 16; i += 4)
        {
            a = TSteps.StepF(a, b, c, d, TSteps.Of(w[i] + sines[i]), 7);
            d = TSteps.StepF(d, a, b, c, TSteps.Of(w[i + 1] + sines[i + 1]), 12);
            c = TSteps.StepF(c, d, a, b, TSteps.Of(w[i + 2] + sines[i + 2]), 17);
            b = TSteps.StepF(b, c, d, a, TSteps.Of(w[i + 3] + sines[i + 3]), 22);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RoundG(ReadOnlySpan<uint> w, ref TWord a, ref TWord b, ref TWord c, ref TWord d)
    {
        ReadOnlySpan<uint> sines = Md5Constants.Sines;
        for (int i = 0; i < 16; i += 4)
        {
            a = TSteps.StepG(a, b, c, d, TSteps.Of(w[(5 * i + 1) & 15] + sines[i + 16]), 5);
            d = TSteps.StepG(d, a, b, c, TSteps.Of(w[(5 * i + 6) & 15] + sines[i + 17]), 9);
            c = TSteps.StepG(c, d, a, b, TSteps.Of(w[(5 * i + 11) & 15] + sines[i + 18]), 14);
            b = TSteps.StepG(b, c, d, a, TSteps.Of(w[(5 * i) & 15] + sines[i + 19]), 20);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RoundH(ReadOnlySpan<uint> w, ref TWord a, ref TWord b, ref TWord c, ref TWord d)
    {
        ReadOnlySpan<uint> sines = Md5Constants.Sines;
        for (int i = 0; i < 16; i += 4)
        {
            a = TSteps.StepH(a, b, c, d, TSteps.Of(w[(3 * i + 5) & 15] + sines[i + 32]), 4);
            d = TSteps.StepH(d, a, b, c, TSteps.Of(w[(3 * i + 8) & 15] + sines[i + 33]), 11);
            c = TSteps.StepH(c, d, a, b, TSteps.Of(w[(3 * i + 11) & 15] + sines[i + 34]), 16);
            b = TSteps.StepH(b, c, d, a, TSteps.Of(w[(3 * i + 14) & 15] + sines[i + 35]), 23);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RoundI(ReadOnlySpan<uint> w, ref TWord a, ref TWord b, ref TWord c, ref TWord d)
    {
        ReadOnlySpan<uint> sines = Md5Constants.Sines;
        for (int i = 0; i < 16; i += 4)
        {
            a = TSteps.StepI(a, b, c, d, TSteps.Of(w[(7 * i) & 15] + sines[i + 48]), 6);
            d = TSteps.StepI(d, a, b, c, TSteps.Of(w[(7 * i + 7) & 15] + sines[i + 49]), 10);
            c = TSteps.StepI(c, d, a, b, TSteps.Of(w[(7 * i + 14) & 15] + sines[i + 50]), 15);
            b = TSteps.StepI(b, c, d, a, TSteps.Of(w[(7 * i + 5) & 15] + sines[i + 51]), 21);
        }
    }
}
