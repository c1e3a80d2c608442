using System.Text;
using Shardwise.Local.Page.Tests.Standin;

namespace Shardwise.Local.Page.Tests;

/// <summary>Records taken apart for people.</summary>
public sealed class UnpackingTests
{
    [Fact]
    public void An_aggregate_becomes_its_user_records_with_their_keys()
    {
        var record = RecordUnpacker.Unpack(StandinRecords.Aggregate(7));

        Assert.True(record.IsAggregate);
        Assert.Null(record.Problem);
        Assert.Equal(3, record.Count);
        Assert.Equal(["user-0", "user-1", "user-2"], record.Parts.Select(part => part.PartitionKey));
        Assert.Equal([null, null, "42"], record.Parts.Select(part => part.ExplicitHashKey));
        Assert.Equal([0, 1, 2], record.Parts.Select(part => part.SubSequenceNumber));
    }

    [Fact]
    public void JSON_is_laid_out_and_its_numbers_stay_as_they_are_written()
    {
        var part = Assert.Single(RecordUnpacker.Unpack("{\"a\":12345678901234567890.10,\"b\":[1e400,\"é<\"]}"u8.ToArray()).Parts);

        Assert.Equal("JSON", part.Format);
        Assert.Equal("{\n  \"a\": 12345678901234567890.10,\n  \"b\": [\n    1e400,\n    \"é<\"\n  ]\n}", part.Text);
    }

    [Theory]
    [InlineData("{\"a\":1} and more")]
    [InlineData("{\"a\":1")]
    [InlineData("plain")]
    [InlineData("{\"a\":1}\n{\"a\":2}\n")]
    public void What_is_no_JSON_value_is_shown_as_it_came(string text)
    {
        var part = Assert.Single(RecordUnpacker.Unpack(Encoding.UTF8.GetBytes(text)).Parts);

        Assert.Equal(("text", text), (part.Format, part.Text));
    }

    [Fact]
    public void Gzip_is_unpacked_and_both_sizes_are_told()
    {
        byte[] packed = StandinRecords.Gzip("{\"a\":1}");
        var part = Assert.Single(RecordUnpacker.Unpack(packed).Parts);

        Assert.Equal((packed.Length, (int?)7, "JSON", null), (part.Size, part.UnpackedSize, part.Format, part.Problem));
    }

    [Fact]
    public void Gzip_that_is_cut_off_says_so()
    {
        byte[] packed = StandinRecords.Gzip(string.Concat(Enumerable.Range(0, 5000).Select(number => $"line {number * 7919}\n")));
        var part = Assert.Single(RecordUnpacker.Unpack(packed.AsMemory(0, packed.Length / 2)).Parts);

        Assert.Equal("its gzip is cut off, or has several parts: what is shown may be a part", part.Problem);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_shown_in_hexadecimal()
    {
        var part = Assert.Single(RecordUnpacker.Unpack(new byte[] { 0xFF, 0, 0x41 }).Parts);

        Assert.Equal("binary", part.Format);
        Assert.Equal($"0000  ff 00 41{new string(' ', 40)}  ..A\n", part.Text);
    }

    [Fact]
    public void A_bomb_is_not_unpacked_and_a_long_text_is_cut()
    {
        var bomb = Assert.Single(RecordUnpacker.Unpack(StandinRecords.Gzip(new string('x', 17 * 1024 * 1024))).Parts);
        var longOne = Assert.Single(RecordUnpacker.Unpack(Encoding.UTF8.GetBytes(new string('x', 300_000))).Parts);

        Assert.Equal("its gzip is more than 16777216 bytes when unpacked, which is not shown", bomb.Problem);
        Assert.True(longOne.IsCut);
        Assert.Equal(200_000, longOne.Text.Length);
    }

    [Fact]
    public void A_damaged_aggregate_is_told_and_shown_whole()
    {
        byte[] damaged = StandinRecords.Aggregate(7);
        damaged[^1] ^= 1;
        var record = RecordUnpacker.Unpack(damaged);

        Assert.NotNull(record.Problem);
        Assert.Equal("binary", Assert.Single(record.Parts).Format);
    }
}
