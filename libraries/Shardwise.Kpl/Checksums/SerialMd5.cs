using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;

namespace Shardwise.Kpl;

/// <summary>
/// MD5 of one message. It is bound by the latency of its chain of steps, and AVX-512's three-way logic and rotation shorten each
/// to four cycles, where the general registers of <see cref="MD5"/> take about five: one lane of a vector is a fifth faster.
/// </summary>
internal static class SerialMd5
{
    public const int BlockSize = 64;

    /// <summary>Below this the call costs more than the steps.</summary>
    private const int ShortMessage = 4 * BlockSize;

    /// <summary>Whether this processor has what it takes; without it <see cref="MD5"/> is as fast.</summary>
    public static bool IsFast => Avx512F.VL.IsSupported;

    /// <summary>Computes the digest of a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="digest">Where to put the 16 bytes.</param>
    public static void HashData(ReadOnlySpan<byte> message, Span<byte> digest)
    {
        if (!IsFast || message.Length < ShortMessage)
        {
            MD5.HashData(message, digest);
            return;
        }

        Span<uint> state = stackalloc uint[4];
        Md5Constants.InitialState.CopyTo(state);
        int whole = message.Length & -BlockSize;
        RunBlocks(state, message[..whole]);
        Finish(state, message[whole..], message.Length, digest);
    }

    /// <summary>Runs what is left of a message through its state, and writes the digest.</summary>
    /// <param name="state">What the blocks before have left.</param>
    /// <param name="rest">The message's end, of less than a block.</param>
    /// <param name="length">The bytes of the whole message.</param>
    /// <param name="digest">Where to put the 16 bytes.</param>
    public static void Finish(Span<uint> state, ReadOnlySpan<byte> rest, int length, Span<byte> digest)
    {
        Span<byte> end = stackalloc byte[2 * BlockSize];
        rest.CopyTo(end);
        end[rest.Length..].Clear();
        end[rest.Length] = 0x80;
        end = end[..(rest.Length + 1 + sizeof(ulong) <= BlockSize ? BlockSize : 2 * BlockSize)];
        BinaryPrimitives.WriteUInt64LittleEndian(end[^sizeof(ulong)..], 8 * (ulong)length);
        RunBlocks(state, end);
        for (int word = 0; word < 4; word++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(digest[(word * sizeof(uint))..], state[word]);
        }
    }

    /// <summary>Runs whole blocks through a state, and copies them on the way where that is asked for: the steps leave plenty of time for it.</summary>
    /// <param name="state">The state, four words.</param>
    /// <param name="blocks">The blocks.</param>
    /// <param name="copy">Where to copy them to; empty to leave them where they are.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunBlocks(Span<uint> state, ReadOnlySpan<byte> blocks, Span<byte> copy = default)
    {
        Vector128<uint> a = Vector128.CreateScalarUnsafe(state[0]);
        Vector128<uint> b = Vector128.CreateScalarUnsafe(state[1]);
        Vector128<uint> c = Vector128.CreateScalarUnsafe(state[2]);
        Vector128<uint> d = Vector128.CreateScalarUnsafe(state[3]);
        ReadOnlySpan<uint> sines = Md5Constants.Sines;
        for (; blocks.Length >= BlockSize; blocks = blocks[BlockSize..])
        {
            if (!copy.IsEmpty)
            {
                blocks[..BlockSize].CopyTo(copy);
                copy = copy[BlockSize..];
            }

            ReadOnlySpan<uint> w = MemoryMarshal.Cast<byte, uint>(blocks[..BlockSize]);
            (Vector128<uint> a0, Vector128<uint> b0, Vector128<uint> c0, Vector128<uint> d0) = (a, b, c, d);
            for (int i = 0; i < 16; i += 4)
            {
                a = Step(a, b, c, d, w[i] + sines[i], Md5TruthTables.F, 7);
                d = Step(d, a, b, c, w[i + 1] + sines[i + 1], Md5TruthTables.F, 12);
                c = Step(c, d, a, b, w[i + 2] + sines[i + 2], Md5TruthTables.F, 17);
                b = Step(b, c, d, a, w[i + 3] + sines[i + 3], Md5TruthTables.F, 22);
            }

            for (int i = 0; i < 16; i += 4)
            {
                a = Step(a, b, c, d, w[(5 * i + 1) & 15] + sines[i + 16], Md5TruthTables.G, 5);
                d = Step(d, a, b, c, w[(5 * i + 6) & 15] + sines[i + 17], Md5TruthTables.G, 9);
                c = Step(c, d, a, b, w[(5 * i + 11) & 15] + sines[i + 18], Md5TruthTables.G, 14);
                b = Step(b, c, d, a, w[(5 * i) & 15] + sines[i + 19], Md5TruthTables.G, 20);
            }

            for (int i = 0; i < 16; i += 4)
            {
                a = Step(a, b, c, d, w[(3 * i + 5) & 15] + sines[i + 32], Md5TruthTables.H, 4);
                d = Step(d, a, b, c, w[(3 * i + 8) & 15] + sines[i + 33], Md5TruthTables.H, 11);
                c = Step(c, d, a, b, w[(3 * i + 11) & 15] + sines[i + 34], Md5TruthTables.H, 16);
                b = Step(b, c, d, a, w[(3 * i + 14) & 15] + sines[i + 35], Md5TruthTables.H, 23);
            }

            for (int i = 0; i < 16; i += 4)
            {
                a = Step(a, b, c, d, w[(7 * i) & 15] + sines[i + 48], Md5TruthTables.I, 6);
                d = Step(d, a, b, c, w[(7 * i + 7) & 15] + sines[i + 49], Md5TruthTables.I, 10);
                c = Step(c, d, a, b, w[(7 * i + 14) & 15] + sines[i + 50], Md5TruthTables.I, 15);
                b = Step(b, c, d, a, w[(7 * i + 5) & 15] + sines[i + 51], Md5TruthTables.I, 21);
            }

            (a, b, c, d) = (a + a0, b + b0, c + c0, d + d0);
        }

        (state[0], state[1], state[2], state[3]) = (a.ToScalar(), b.ToScalar(), c.ToScalar(), d.ToScalar());
    }

    /// <summary>One step; <paramref name="wordAndSine"/> is added first, off the chain that the next step waits for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Step(
        Vector128<uint> a,
        Vector128<uint> b,
        Vector128<uint> c,
        Vector128<uint> d,
        uint wordAndSine,
        [ConstantExpected] byte function,
        [ConstantExpected] byte rotation) =>
        Avx512F.VL.RotateLeft(a + Vector128.CreateScalarUnsafe(wordAndSine) + Avx512F.VL.TernaryLogic(b, c, d, function), rotation) + b;
}
