using Shardwise.Consumers.Tests.Fakes;

namespace Shardwise.Consumers.Tests;

public class ConsumerOptionsTests
{
    public static TheoryData<ConsumerOptions, string> OutOfRange => new()
    {
        { new() { MaxAttempts = 0 }, "ConsumerOptions.MaxAttempts is 0; allowed is 1 to 10." },
        { new() { MaxAttempts = 11 }, "ConsumerOptions.MaxAttempts is 11; allowed is 1 to 10." },
        { new() { RetryDelay = TimeSpan.FromSeconds(11) }, "ConsumerOptions.RetryDelay is 00:00:11; allowed is 00:00:00 to 00:00:10." },
        { new() { RetryTime = TimeSpan.FromSeconds(-1) }, "ConsumerOptions.RetryTime is -00:00:01; allowed is 00:00:00 to 00:01:00." },
        { new() { TimeToFinish = TimeSpan.FromSeconds(301) }, "ConsumerOptions.TimeToFinish is 00:05:01; allowed is 00:00:00 to 00:05:00." },
        {
            new() { UnreadablePayloads = (UnreadablePayloadHandling)3 },
            "ConsumerOptions.UnreadablePayloads is 3; allowed is SetAside, PassThrough or Stop."
        },
    };

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void An_option_out_of_its_range_is_refused(ConsumerOptions options, string message)
    {
        var refusal = Assert.Throws<ArgumentException>(() => new ScriptedConsumer(new RecordingDeadLetters(), options));

        Assert.Equal(message, refusal.Message);
    }
}
