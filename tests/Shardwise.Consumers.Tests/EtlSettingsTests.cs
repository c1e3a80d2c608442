namespace Shardwise.Consumers.Tests;

public class EtlSettingsTests
{
    private const string WrongBucket = "allowed is the name of an S3 bucket: 3 to 63 of a-z, 0-9, dot and hyphen.";
    private const string WrongPrefix = "allowed is a key prefix that ends with a slash and does not begin with one, or nothing.";

    [Fact]
    public void The_buckets_are_enough()
    {
        var settings = Read(new() { ["SHARDWISE_OUTPUT_BUCKET"] = "out-1", ["SHARDWISE_DEAD_LETTER_BUCKET"] = "dead.2" });

        Assert.Equal("out-1", settings.OutputBucket);
        Assert.Equal("clicks/", settings.OutputPrefix);
        Assert.Equal("dead.2", settings.DeadLetterBucket);
        Assert.Equal("dead-letters/", settings.DeadLetterPrefix);
    }

    [Fact]
    public void Prefixes_may_be_given_and_may_be_nothing()
    {
        var settings = Read(new()
        {
            ["SHARDWISE_OUTPUT_BUCKET"] = "out",
            ["SHARDWISE_OUTPUT_PREFIX"] = "",
            ["SHARDWISE_DEAD_LETTER_BUCKET"] = "dead",
            ["SHARDWISE_DEAD_LETTER_PREFIX"] = "a/b/",
        });

        Assert.Equal("", settings.OutputPrefix);
        Assert.Equal("a/b/", settings.DeadLetterPrefix);
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => Read(new()
        {
            ["SHARDWISE_OUTPUT_BUCKET"] = "Out_1",
            ["SHARDWISE_OUTPUT_PREFIX"] = "clicks",
            ["SHARDWISE_DEAD_LETTER_PREFIX"] = "/dead/",
        }));

        Assert.Equal(
            $"SHARDWISE_OUTPUT_BUCKET is \"Out_1\"; {WrongBucket} SHARDWISE_OUTPUT_PREFIX is \"clicks\"; {WrongPrefix} "
            + $"SHARDWISE_DEAD_LETTER_BUCKET is not set; {WrongBucket} SHARDWISE_DEAD_LETTER_PREFIX is \"/dead/\"; {WrongPrefix}",
            refusal.Message);
    }

    [Theory]
    [InlineData("abc", true)]
    [InlineData("ab", false)]
    [InlineData("0.9", true)]
    [InlineData("-ab", false)]
    [InlineData("ab.", false)]
    [InlineData("aBc", false)]
    [InlineData("a c", false)]
    [InlineData("a\nc", false)]
    [InlineData("käse", false)]
    public void A_bucket_has_a_name_that_S3_allows(string name, bool allowed) => Assert.Equal(allowed, IsAllowed(name, "clicks/"));

    [Theory]
    [InlineData(3, true)]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public void A_buckets_name_has_3_to_63_characters(int length, bool allowed) => Assert.Equal(allowed, IsAllowed(new string('a', length), "clicks/"));

    [Theory]
    [InlineData("/", false)]
    [InlineData("a/", true)]
    [InlineData("a", false)]
    [InlineData("//", false)]
    [InlineData("a//", true)]
    [InlineData("a\n/", false)]
    public void A_prefix_ends_with_a_slash_and_does_not_begin_with_one(string prefix, bool allowed) => Assert.Equal(allowed, IsAllowed("out", prefix));

    [Theory]
    [InlineData(512, true)]
    [InlineData(513, false)]
    public void A_prefix_has_at_most_512_characters_and_a_slash(int length, bool allowed) =>
        Assert.Equal(allowed, IsAllowed("out", new string('a', length) + "/"));

    private static bool IsAllowed(string bucket, string prefix)
    {
        try
        {
            Read(new() { ["SHARDWISE_OUTPUT_BUCKET"] = bucket, ["SHARDWISE_OUTPUT_PREFIX"] = prefix, ["SHARDWISE_DEAD_LETTER_BUCKET"] = "dead" });
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static EtlSettings Read(Dictionary<string, string> environment) => EtlSettings.FromEnvironment(environment.GetValueOrDefault, "clicks/");
}
