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

    private static EtlSettings Read(Dictionary<string, string> environment) => EtlSettings.FromEnvironment(environment.GetValueOrDefault, "clicks/");
}
