using Shardwise.Producer.Tests.Fakes;

namespace Shardwise.Producer.Tests;

public sealed class ProducerOptionsTests
{
    public static TheoryData<ProducerOptions, string> Wrong => new()
    {
        { new() { AggregationMaxSize = 63 }, "ProducerOptions.AggregationMaxSize is 63; allowed is 64 to 10485760." },
        { new() { AggregationMaxCount = 0 }, "ProducerOptions.AggregationMaxCount is 0; allowed is 1 to 9223372036854775807." },
        { new() { CollectionMaxCount = 501 }, "ProducerOptions.CollectionMaxCount is 501; allowed is 1 to 500." },
        { new() { CollectionMaxSize = 52_223 }, "ProducerOptions.CollectionMaxSize is 52223; allowed is 52224 to 10485760." },
        { new() { RecordTtl = TimeSpan.Zero }, "ProducerOptions.RecordTtl is 00:00:00; allowed is 00:00:00.1000000 to 365.00:00:00." },
        { new() { RateLimit = double.NaN }, "ProducerOptions.RateLimit is NaN; allowed is above 0 to 1000000." },
        { new() { MaxRetryDelay = TimeSpan.FromMilliseconds(99) }, "ProducerOptions.MaxRetryDelay is 00:00:00.0990000; allowed is 00:00:00.1000000 to 00:01:00." },
        { new() { MaxBufferedBytes = 1_048_576 }, "ProducerOptions.MaxBufferedBytes is 1048576; allowed is 1049600 to 9223372036854775807." },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void An_option_out_of_its_range_is_refused(ProducerOptions options, string message)
    {
        using var kinesis = new FakeKinesis(shards: 1);

        var exception = Assert.Throws<ArgumentException>(() => new KinesisProducer(kinesis, "clicks", options));

        Assert.Equal(message, exception.Message);
    }
}
