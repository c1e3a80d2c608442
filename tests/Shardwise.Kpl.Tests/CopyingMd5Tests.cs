using System.Security.Cryptography;

namespace Shardwise.Kpl.Tests;

public sealed class CopyingMd5Tests
{
    public static TheoryData<int> Codes => [.. Enum.GetValues<SerialMd5Code>().Select(code => (int)code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_message_is_whole_and_its_digest_right_whatever_parts_it_comes_in(int code)
    {
        var random = new Random(3);
        int[] sizes = [0, 1, 63, 64, 65, 127, 128, 129, 1000];
        for (int round = 0; round < 5_000; round++)
        {
            byte[][] parts = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => Part(random, sizes))];

            byte[] message = new byte[parts.Sum(part => part.Length)];
            byte[] digest = new byte[MD5.HashSizeInBytes];
            var md5 = new CopyingMd5(message, new uint[4], (SerialMd5Code)code);
            foreach (byte[] part in parts)
            {
                md5.Append(part);
            }

            md5.Finish(digest);

            byte[] expected = [.. parts.SelectMany(part => part)];
            Assert.Equal(expected, message);
            Assert.Equal(MD5.HashData(expected), digest);
        }
    }

    private static byte[] Part(Random random, int[] sizes)
    {
        byte[] part = new byte[random.Next(3) == 0 ? random.Next(300) : sizes[random.Next(sizes.Length)]];
        random.NextBytes(part);
        return part;
    }
}
