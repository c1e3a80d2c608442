using System.IO.Compression;
using System.Text;

namespace Shardwise.Consumers.Tests.Payloads;

public class GzipTests
{
    private static readonly byte[] Text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 100).Select(line => $"line {line * 7919}\n")));

    [Fact]
    public void One_member_or_several_are_unpacked_and_what_is_no_gzip_is_left_as_it_is()
    {
        var member = Packed.Gzip(Text);

        Assert.Equal(Text, Gzip.Unpack(member).ToArray());
        Assert.Equal([.. Text, .. Text, .. Text], Gzip.Unpack((byte[])[.. member, .. member, .. member]).ToArray());
        Assert.Equal([.. Text, .. Packed.Gzip("gzip within")], Gzip.Unpack((byte[])[.. member, .. Packed.Gzip(Packed.Gzip("gzip within"))]).ToArray());
        Assert.Equal(Text, Gzip.Unpack(Text).ToArray());
        Assert.Empty(Gzip.Unpack(Packed.Gzip("")).ToArray());
    }

    [Fact]
    public void Gzip_that_is_cut_off_anywhere_is_none()
    {
        var members = (byte[])[.. Packed.Gzip(Text), .. Packed.Gzip("more")];
        for (var length = 3; length < members.Length; length++)
        {
            if (length != Packed.Gzip(Text).Length)
            {
                Assert.Equal("The record is gzip, and cut off or damaged.", Assert.Throws<RejectedRecordException>(() => Gzip.Unpack(members[..length])).Message);
            }
        }
    }

    // What looks for the next member's header finds one at every third byte here, and unpacks the million before it each time.
    [Fact]
    public async Task A_record_full_of_what_looks_like_headers_costs_no_more_than_one_pass()
    {
        var headers = new byte[1_000_000];
        for (var place = 0; place < headers.Length; place++)
        {
            headers[place] = (byte)(place % 3 == 0 ? 0x1F : place % 3 == 1 ? 0x8B : 8);
        }

        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.NoCompression))
        {
            gzip.Write(headers);
        }

        var member = packed.ToArray();
        var refused = Task.Run(() => Assert.Throws<RejectedRecordException>(() => Gzip.Unpack(member[..^1])));
        var tiny = Enumerable.Repeat(Packed.Gzip("a"), 20_000).SelectMany(one => one).ToArray();
        var many = Task.Run(() => Gzip.Unpack(tiny));

        await refused.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(20_000, (await many.WaitAsync(TimeSpan.FromSeconds(60))).Length);
    }

    [Fact]
    public void A_member_with_every_part_of_a_header_is_unpacked()
    {
        var member = Packed.Gzip(Text);
        byte[] full = [0x1F, 0x8B, 8, 4 | 8 | 16 | 2, .. member[4..10], 3, 0, 1, 2, 3, .. "name\0"u8, .. "comment\0"u8, 0, 0, .. member[10..]];
        // .NET does check the header's own checksum: the lowest 16 bits of its CRC-32.
        var end = full.Length - (member.Length - 10);
        BitConverter.TryWriteBytes(full.AsSpan(end - 2), (ushort)Crc32(full.AsSpan(0, end - 2)));

        Assert.Equal([.. Text, .. Text], Gzip.Unpack((byte[])[.. full, .. full]).ToArray());
    }

    [Fact]
    public void A_changed_byte_never_gives_other_bytes_than_were_packed()
    {
        var member = Packed.Gzip(Text);

        // Behind the header, whose flags and time may be anything.
        for (var place = 10; place < member.Length; place++)
        {
            var changed = member.ToArray();
            changed[place] ^= 0x40;
            try
            {
                // A few bits are of no use, between the last block and the trailer.
                Assert.Equal(Text, Gzip.Unpack(changed).ToArray());
            }
            catch (RejectedRecordException)
            {
            }
        }
    }

    [Fact]
    public void What_unpacks_to_more_than_64_MiB_is_refused() => Assert.Equal(
        "The record is gzip of more than 67,108,864 bytes.",
        Assert.Throws<RejectedRecordException>(() => Gzip.Unpack(Packed.Gzip(new byte[Gzip.MostBytes + 1]))).Message);

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var next in bytes)
        {
            crc ^= next;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
