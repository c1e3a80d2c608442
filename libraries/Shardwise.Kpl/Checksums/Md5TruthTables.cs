namespace Shardwise.Kpl;

/// <summary>
/// MD5's four functions as truth tables for AVX-512's three-way logic: bit <c>4b + 2c + d</c> of a table is the result for the bits b, c and d.
/// </summary>
internal static class Md5TruthTables
{
    public const byte F = 0b1100_1010;

    public const byte G = 0b1110_0100;

    public const byte H = 0b1001_0110;

    public const byte I = 0b0011_1001;
}
