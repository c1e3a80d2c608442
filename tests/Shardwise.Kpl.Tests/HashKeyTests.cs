using System.Globalization;

namespace Shardwise.Kpl.Tests;

public sealed class HashKeyTests
{
    [Fact]
    public void The_hash_key_is_the_md5_read_big_endian_as_in_the_kpls_own_test()
    {
        UInt128 expected = UInt128.Parse("E2FC714C4727EE9395F324CD2E7F331F", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

        Assert.Equal(expected, HashKey.Of("abcd"));
        Assert.Equal(expected, HashKey.Of("abcd"u8));
    }

    [Fact]
    public void A_partition_key_is_hashed_as_utf8_however_long_it_is()
    {
        string key = new('€', 5000);

        Assert.Equal(HashKey.Of(System.Text.Encoding.UTF8.GetBytes(key)), HashKey.Of(key));
    }

    [Fact]
    public void No_partition_key_has_no_hash_key() => Assert.Throws<ArgumentNullException>("partitionKey", () => HashKey.Of((string)null!));

    [Theory]
    [InlineData("0")]
    [InlineData("340282366920938463463374607431768211455")]
    public void A_decimal_number_is_read_and_written_back(string explicitHashKey)
    {
        Assert.True(HashKey.TryParse(explicitHashKey, out UInt128 hashKey));
        Assert.Equal(explicitHashKey, HashKey.Format(hashKey));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-5")]
    [InlineData("+5")]
    [InlineData("5 ")]
    [InlineData("1e3")]
    [InlineData("1,000")]
    [InlineData("undefined")]
    [InlineData("340282366920938463463374607431768211456")]
    public void What_is_not_a_number_in_range_is_not_a_hash_key(string explicitHashKey)
    {
        Assert.False(HashKey.TryParse(explicitHashKey, out _));
        Assert.False(HashKey.TryParse(System.Text.Encoding.UTF8.GetBytes(explicitHashKey), out _));
    }

    [Fact]
    public void A_range_holds_both_its_ends()
    {
        var range = new HashKeyRange(10, 20);

        Assert.Equal([false, true, true, false], new UInt128[] { 9, 10, 20, 21 }.Select(range.Contains));
    }

    [Fact]
    public void A_range_that_ends_before_it_starts_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new HashKeyRange(20, 10));

        Assert.Equal("A hash key range ends at 10, below its start 20; the end must be at least the start. (Parameter 'end')", error.Message);
    }
}
