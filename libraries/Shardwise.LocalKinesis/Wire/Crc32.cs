namespace Shardwise.LocalKinesis.Wire;

/// <summary>The CRC-32 of ZIP and Ethernet, which event streams carry; the framework has it only in a package.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(value => Step((uint)value))];

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var single in bytes)
        {
            crc = (crc >> 8) ^ Table[(byte)(crc ^ single)];
        }

        return ~crc;
    }

    private static uint Step(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & 1) != 0 ? (value >> 1) ^ Polynomial : value >> 1;
        }

        return value;
    }
}
