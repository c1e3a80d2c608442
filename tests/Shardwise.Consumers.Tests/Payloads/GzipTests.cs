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
}
