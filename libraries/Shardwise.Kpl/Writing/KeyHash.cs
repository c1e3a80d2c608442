using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Shardwise.Kpl;

/// <summary>
/// A hash for looking keys up: sixteen bytes a multiplication, folded. Seeded anew in each process, so that nobody can choose
/// keys that collide: partition keys often come from outside.
/// </summary>
internal static class KeyHash
{
    private static readonly ulong FirstSecret = RandomSecret();
    private static readonly ulong SecondSecret = RandomSecret();

    public static uint Of(ReadOnlySpan<byte> key)
    {
        ulong hash = SecondSecret ^ (uint)key.Length;
        while (key.Length > 16)
        {
            hash = Fold(Word(key) ^ FirstSecret, Word(key[8..]) ^ hash);
            key = key[16..];
        }

        ulong head = 0;
        ulong tail = 0;
        if (key.Length >= 8)
        {
            // The two words may overlap: the length is in the hash already.
            head = Word(key);
            tail = Word(key[^8..]);
        }
        else
        {
            foreach (byte part in key)
            {
                head = (head << 8) | part;
            }
        }

        hash = Fold(head ^ FirstSecret, tail ^ hash);
        return (uint)(hash ^ (hash >> 32));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt64LittleEndian(bytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong a, ulong b)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        return high ^ low;
    }

    /// <summary>Odd, and so never zero.</summary>
    private static ulong RandomSecret() => BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong))) | 1;
}
