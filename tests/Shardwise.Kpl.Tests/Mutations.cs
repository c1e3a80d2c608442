using System.Security.Cryptography;

namespace Shardwise.Kpl.Tests;

/// <summary>Small sound payloads, damaged at random; the checksum is mostly made to match again, so that the damage reaches the parser.</summary>
internal sealed class Mutations(int seed)
{
    /// <summary>Bytes that mean something to the format are likelier to do harm than others.</summary>
    private static readonly byte[] Telling = [0x00, 0x01, 0x08, 0x0A, 0x10, 0x12, 0x1A, 0x22, 0x4B, 0x4C, 0x7F, 0x80, 0xFF];

    private static readonly byte[][] Sound =
    [
        new WireBuilder().PartitionKey("a").PartitionKey("b").ExplicitHashKey("5").Record(0, "1").Record(1, 0, "22").Record(0, "").Payload(),
        new WireBuilder().Record(0, "first").PartitionKey("k").Group(9, g => g.Varint(1, 300)).Fixed32(7, 1).Record(0, "second").Payload(),
        new WireBuilder().PartitionKey("k").Record(r => r.Bytes(4, new WireBuilder().Bytes(1, [65]).Message()).Bytes(3, [1]).Varint(1, 0)).Payload(),
    ];

    private readonly Random _random = new(seed);
    private readonly byte[] _surroundings = [.. Enumerable.Repeat((byte)0x0A, 512)];

    public ReadOnlyMemory<byte> Next()
    {
        Span<byte> room = _surroundings.AsSpan(128);
        byte[] sound = Sound[_random.Next(Sound.Length)];
        sound.CopyTo(room);
        int length = sound.Length;
        int steps = 1 + _random.Next(3);
        for (int i = 0; i < steps; i++)
        {
            length = Mutate(room, length);
        }

        if (length >= 20 && _random.Next(8) != 0)
        {
            MD5.HashData(room[4..(length - 16)], room[(length - 16)..length]);
        }

        return _surroundings.AsMemory(128, length);
    }

    private int Mutate(Span<byte> bytes, int length)
    {
        int at = _random.Next(length);
        switch (_random.Next(6))
        {
            case 0:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                return length;
            case 1:
            case 2:
                bytes[at] = Telling[_random.Next(Telling.Length)];
                return length;
            case 3:
                bytes[at..length].CopyTo(bytes[(at + 1)..]);
                bytes[at] = Telling[_random.Next(Telling.Length)];
                return length + 1;
            case 4:
                bytes[(at + 1)..length].CopyTo(bytes[at..]);
                return Math.Max(1, length - 1);
            default:
                return _random.Next(4) == 0 ? Math.Max(1, at) : length;
        }
    }
}
