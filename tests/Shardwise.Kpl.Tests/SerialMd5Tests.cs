using System.Security.Cryptography;

namespace Shardwise.Kpl.Tests;

public sealed class SerialMd5Tests
{
    /// <summary>All of them on every processor: without AVX-512 the one lane's steps are those of 128-bit vectors anywhere, Arm's among them.</summary>
    public static TheoryData<int> Codes => [.. Enum.GetValues<SerialMd5Code>().Select(code => (int)code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Digests_are_right_at_every_length_around_every_block_boundary(int code)
    {
        byte[] bytes = new byte[64 * 20];
        new Random(1).NextBytes(bytes);
        for (int length = 0; length <= bytes.Length; length++)
        {
            Assert.Equal(Convert.ToHexString(MD5.HashData(bytes.AsSpan(0, length))), Digest(bytes.AsSpan(0, length), (SerialMd5Code)code));
        }
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Digests_are_right_for_long_messages_that_start_anywhere_in_memory(int code)
    {
        byte[] bytes = new byte[300_000];
        new Random(2).NextBytes(bytes);
        for (int start = 0; start < 70; start++)
        {
            ReadOnlySpan<byte> message = bytes.AsSpan(start, 200_000 + 997 * start);
            Assert.Equal(Convert.ToHexString(MD5.HashData(message)), Digest(message, (SerialMd5Code)code));
        }
    }

    private static string Digest(ReadOnlySpan<byte> message, SerialMd5Code code)
    {
        byte[] digest = new byte[MD5.HashSizeInBytes];
        SerialMd5.HashData(message, digest, code);
        return Convert.ToHexString(digest);
    }
}
