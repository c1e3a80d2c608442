using Shardwise.Local.Rpc;

namespace Shardwise.Local.Tests.Services;

/// <summary>Examples of RFC 8949, appendix A.</summary>
public sealed class CborTests
{
    [Theory]
    [InlineData("00", 0L)]
    [InlineData("17", 23L)]
    [InlineData("1818", 24L)]
    [InlineData("1903e8", 1_000L)]
    [InlineData("1a000f4240", 1_000_000L)]
    [InlineData("1b000000e8d4a51000", 1_000_000_000_000L)]
    [InlineData("1bffffffffffffffff", 18446744073709551615.0)]
    [InlineData("3bffffffffffffffff", -18446744073709551616.0)]
    [InlineData("20", -1L)]
    [InlineData("3903e7", -1_000L)]
    [InlineData("f90000", 0.0)]
    [InlineData("f93c00", 1.0)]
    [InlineData("fb3ff199999999999a", 1.1)]
    [InlineData("f93e00", 1.5)]
    [InlineData("f97bff", 65504.0)]
    [InlineData("fa47c35000", 100000.0)]
    [InlineData("fa7f7fffff", 3.4028234663852886e+38)]
    [InlineData("fb7e37e43c8800759c", 1.0e+300)]
    [InlineData("f90001", 5.960464477539063e-8)]
    [InlineData("f9c400", -4.0)]
    [InlineData("f97c00", double.PositiveInfinity)]
    [InlineData("f97e00", double.NaN)]
    [InlineData("fbfff0000000000000", double.NegativeInfinity)]
    [InlineData("f4", false)]
    [InlineData("f5", true)]
    [InlineData("f6", null)]
    [InlineData("f7", null)]
    [InlineData("c11a514b67b0", 1363896240L)]
    [InlineData("c1fb41d452d9ec200000", 1363896240.5)]
    [InlineData("60", "")]
    [InlineData("6449455446", "IETF")]
    [InlineData("62c3bc", "ü")]
    [InlineData("64f0908591", "𐅑")]
    [InlineData("7f657374726561646d696e67ff", "streaming")]
    public void An_item_is_read(string hex, object? value) => Assert.Equal(value, CborValue.Read(Convert.FromHexString(hex)));

    [Theory]
    [InlineData("40", "")]
    [InlineData("4401020304", "01020304")]
    [InlineData("5f42010243030405ff", "0102030405")]
    public void A_byte_string_is_read(string hex, string bytes) =>
        Assert.Equal(Convert.FromHexString(bytes), Assert.IsType<byte[]>(CborValue.Read(Convert.FromHexString(hex))));

    [Theory]
    [InlineData("80", "[]")]
    [InlineData("83010203", "[1,2,3]")]
    [InlineData("8301820203820405", "[1,[2,3],[4,5]]")]
    [InlineData("98190102030405060708090a0b0c0d0e0f101112131415161718181819", "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25]")]
    [InlineData("a0", "{}")]
    [InlineData("a26161016162820203", """{"a":1,"b":[2,3]}""")]
    [InlineData("826161a161626163", """["a",{"b":"c"}]""")]
    [InlineData("a56161614161626142616361436164614461656145", """{"a":"A","b":"B","c":"C","d":"D","e":"E"}""")]
    [InlineData("9fff", "[]")]
    [InlineData("9f018202039f0405ffff", "[1,[2,3],[4,5]]")]
    [InlineData("83018202039f0405ff", "[1,[2,3],[4,5]]")]
    [InlineData("83019f0203ff820405", "[1,[2,3],[4,5]]")]
    [InlineData("bf61610161629f0203ffff", """{"a":1,"b":[2,3]}""")]
    [InlineData("826161bf61626163ff", """["a",{"b":"c"}]""")]
    [InlineData("bf6346756ef563416d7421ff", """{"Fun":true,"Amt":-2}""")]
    public void A_structure_is_read(string hex, string json) =>
        Assert.Equal(json, System.Text.Encoding.UTF8.GetString(JsonBody.Write(CborValue.Read(Convert.FromHexString(hex))).Span));

    [Theory]
    [InlineData(0.0, "00")]
    [InlineData(1_000_000_000_000.0, "1b000000e8d4a51000")]
    [InlineData(-0.0, "f98000")]
    [InlineData(1.5, "f93e00")]
    [InlineData(1.1, "fb3ff199999999999a")]
    [InlineData(3.4028234663852886e+38, "fa7f7fffff")]
    [InlineData(5.960464477539063e-8, "f90001")]
    [InlineData(-4.1, "fbc010666666666666")]
    [InlineData(double.NaN, "f97e00")]
    [InlineData(-1000L, "3903e7")]
    [InlineData("ü", "62c3bc")]
    [InlineData(true, "f5")]
    [InlineData(null, "f6")]
    public void A_value_is_written_in_its_shortest_form(object? value, string hex) =>
        Assert.Equal(hex, Convert.ToHexStringLower(CborValue.Write(value).Span));

    [Fact]
    public void A_time_is_written_as_tag_1() =>
        Assert.Equal("c1fb41d452d9ec200000", Convert.ToHexStringLower(CborValue.Write(DateTimeOffset.FromUnixTimeMilliseconds(1363896240500)).Span));

    private const string Malformed = "CBOR: the body is not one item of maps with text keys, lists, texts, numbers and times.";

    [Theory]
    [InlineData("", Malformed)]
    [InlineData("1903", Malformed)]
    [InlineData("9bffffffffffffffff", Malformed)]
    [InlineData("0000", "CBOR: 1 bytes follow the item.")]
    [InlineData("a10102", Malformed)]
    [InlineData("1c", Malformed)]
    [InlineData("7f4101ff", Malformed)]
    public void What_is_malformed_is_refused(string hex, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => CborValue.Read(Convert.FromHexString(hex))).Message);
}
