using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Shardwise.Kpl;

/// <summary>MD5 of one message, by the code that is asked for.</summary>
internal static class SerialMd5
{
    public const int BlockSize = SerialMd5Kernel<uint, Md5General>.BlockSize;

    /// <summary>Computes the digest of a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="digest">Where to put the 16 bytes.</param>
    /// <param name="code">What is to compute it.</param>
    public static void HashData(ReadOnlySpan<byte> message, Span<byte> digest, SerialMd5Code code)
    {
        if (code == SerialMd5Code.System)
        {
            MD5.HashData(message, digest);
            return;
        }

        Span<uint> state = stackalloc uint[4];
        Md5Constants.InitialState.CopyTo(state);
        int whole = message.Length & -BlockSize;
        RunBlocks(state, message[..whole], code);
        Finish(state, message[whole..], message.Length, digest, code);
    }

    /// <summary>Runs what is left of a message through its state, and writes the digest.</summary>
    /// <param name="state">What the blocks before have left.</param>
    /// <param name="rest">The message's end, of less than a block.</param>
    /// <param name="length">The bytes of the whole message.</param>
    /// <param name="digest">Where to put the 16 bytes.</param>
    /// <param name="code">What is to compute it; not the system's.</param>
    public static void Finish(Span<uint> state, ReadOnlySpan<byte> rest, int length, Span<byte> digest, SerialMd5Code code)
    {
        Span<byte> end = stackalloc byte[2 * BlockSize];
        rest.CopyTo(end);
        end[rest.Length..].Clear();
        end[rest.Length] = 0x80;
        end = end[..(rest.Length + 1 + sizeof(ulong) <= BlockSize ? BlockSize : 2 * BlockSize)];
        BinaryPrimitives.WriteUInt64LittleEndian(end[^sizeof(ulong)..], 8 * (ulong)length);
        RunBlocks(state, end, code);
        for (int word = 0; word < 4; word++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(digest[(word * sizeof(uint))..], state[word]);
        }
    }

    /// <summary>Runs whole blocks through a state, and copies them on the way where that is asked for.</summary>
    /// <param name="state">The state, four words.</param>
    /// <param name="blocks">The blocks.</param>
    /// <param name="code">What is to run them; not the system's, which does not show its state.</param>
    /// <param name="copy">Where to copy them to; empty to leave them where they are.</param>
    public static void RunBlocks(Span<uint> state, ReadOnlySpan<byte> blocks, SerialMd5Code code, Span<byte> copy = default)
    {
        if (code == SerialMd5Code.OneLane)
        {
            SerialMd5Kernel<Vector128<uint>, Md5OneLane>.Run(state, blocks, copy);
        }
        else
        {
            SerialMd5Kernel<uint, Md5General>.Run(state, blocks, copy);
        }
    }
}
