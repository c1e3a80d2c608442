using System.Buffers;
using System.Security.Cryptography;

namespace Shardwise.Kpl.Tests;

public sealed class ParallelMd5Tests
{
    public static TheoryData<int> VectorBits => [.. new[] { 0, 128, 256, 512 }.Where(Md5Codes.HasLanes)];

    [Theory]
    [MemberData(nameof(VectorBits))]
    public void Digests_are_right_at_every_length_around_every_block_boundary(int vectorBits) =>
        AssertDigests(vectorBits, [.. Enumerable.Range(0, 64 * 20)]);

    [Theory]
    [MemberData(nameof(VectorBits))]
    public void Digests_are_right_for_every_number_of_lanes(int vectorBits)
    {
        for (int messages = 0; messages <= 70; messages++)
        {
            AssertDigests(vectorBits, [.. Enumerable.Range(0, messages).Select(i => 1000 + 7 * i)]);
            AssertDigests(vectorBits, [.. Enumerable.Repeat(119, messages)]);
        }
    }

    [Theory]
    [MemberData(nameof(VectorBits))]
    public void Digests_are_right_for_random_lengths(int vectorBits)
    {
        var random = new Random(vectorBits);
        for (int round = 0; round < 25; round++)
        {
            AssertDigests(vectorBits, [.. Enumerable.Range(0, random.Next(1, 100)).Select(_ => (int)Math.Pow(10, 5 * random.NextDouble()))]);
        }
    }

    [Theory]
    [MemberData(nameof(VectorBits))]
    public void Digests_are_right_where_one_message_is_much_longer_than_the_rest(int vectorBits) =>
        AssertDigests(vectorBits, [10, 0, 2_000_000, 20, 300_000, 64]);

    [Theory]
    [MemberData(nameof(VectorBits))]
    public void Digests_are_right_for_messages_within_one_array_and_for_memory_that_is_no_array(int vectorBits)
    {
        var random = new Random(vectorBits);
        byte[] shared = RandomBytes(random, 200_000).ToArray();
        ReadOnlyMemory<byte>[] messages =
        [
            .. Enumerable.Range(0, 60).Select(i => (ReadOnlyMemory<byte>)shared.AsMemory(random.Next(150_000), random.Next(50_000))),
            .. Enumerable.Range(0, 20).Select(i => (ReadOnlyMemory<byte>)new NoArray(RandomBytes(random, random.Next(50_000)).ToArray()).Memory),
        ];

        AssertDigests(vectorBits, messages);
    }

    [Fact]
    public void Memory_that_fails_to_show_its_bytes_fails_the_call_and_not_the_next_one()
    {
        ReadOnlyMemory<byte>[] messages = [.. Enumerable.Range(0, 20).Select(i => (ReadOnlyMemory<byte>)new byte[10_000])];
        var gone = new NoArray(new byte[10_000]);
        messages[7] = gone.Memory;
        gone.IsGone = true;

        Assert.Throws<ObjectDisposedException>(() => ParallelMd5.HashData(messages, new byte[16 * messages.Length], Codes(128)));

        gone.IsGone = false;
        AssertDigests(128, messages);
    }

    private static void AssertDigests(int vectorBits, int[] lengths)
    {
        var random = new Random(lengths.Length);
        AssertDigests(vectorBits, [.. lengths.Select(length => RandomBytes(random, length))]);
    }

    private static void AssertDigests(int vectorBits, ReadOnlyMemory<byte>[] messages)
    {
        byte[] digests = new byte[16 * messages.Length];

        ParallelMd5.HashData(messages, digests, Codes(vectorBits));

        Assert.Equal(Convert.ToHexString([.. messages.SelectMany(m => MD5.HashData(m.Span))]), Convert.ToHexString(digests));
    }

    private static Md5Codes Codes(int vectorBits) => new(SerialMd5Code.General, SerialMd5Code.General, vectorBits);

    private static ReadOnlyMemory<byte> RandomBytes(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>Memory of which only spans are to be had, as that of a native library.</summary>
    private sealed class NoArray(byte[] bytes) : MemoryManager<byte>
    {
        public bool IsGone { get; set; }

        public override Memory<byte> Memory => CreateMemory(bytes.Length);

        public override Span<byte> GetSpan() => IsGone ? throw new ObjectDisposedException(nameof(NoArray)) : bytes;

        public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
