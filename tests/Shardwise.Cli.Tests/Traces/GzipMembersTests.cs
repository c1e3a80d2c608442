namespace Shardwise.Cli.Tests.Traces;

public sealed class GzipMembersTests
{
    [Theory]
    [InlineData(20, null)]
    [InlineData(19, "is more than 19 bytes when unpacked")]
    public void What_is_larger_unpacked_than_is_allowed_is_refused_members_taken_together(long most, string? problem)
    {
        byte[] packed = [.. Gzip.Pack("twelve bytes"), .. Gzip.Pack("and more")];

        var refused = Record.Exception(() => GzipMembers.Unpack(new MemoryStream(packed), most));

        Assert.Equal(problem, refused?.Message);
    }

    [Theory]
    [InlineData(2, 7)]
    [InlineData(3, 0x20)]
    public void A_header_that_no_version_of_the_format_has_is_damage(int place, byte value)
    {
        var packed = Gzip.Pack("text");
        packed[place] = value;

        Assert.Equal("is damaged in its gzip member 1", Assert.Throws<InvalidDataException>(() => GzipMembers.Unpack(new MemoryStream(packed), 100)).Message);
    }
}
