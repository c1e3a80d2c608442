using Amazon.Kinesis;
using Amazon.Runtime;
using Shardwise.Cli.Demo;
using Shardwise.Producer;

namespace Shardwise.Benchmarks.Pipeline;

/// <summary>Puts the demo's clicks by the aggregating producer, as fast as they are taken.</summary>
internal static class ClickWriter
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task WriteAsync(LocalCommand run, int from, int count)
    {
        using var client = new AmazonKinesisClient(
            new BasicAWSCredentials("local", "local"), new AmazonKinesisConfig { ServiceURL = run.Endpoint.ToString(), AuthenticationRegion = "us-east-1", MaxErrorRetry = 0 });
        await using var producer = new KinesisProducer(client, run.Stream, new ProducerOptions
        {
            RecordTtl = Timeout.InfiniteTimeSpan,
            RateLimit = 100_000,
            ResendMisplaced = false,
            CollectionMaxSize = 1_048_576,
            MaxBufferedBytes = 8 * 1_048_576,
        });
        // A click a millisecond: an hour's object takes 3,600,000 of them.
        var clicks = new ClickGenerator(Start, number => TimeSpan.FromMilliseconds(number));
        byte[] click = new byte[ClickGenerator.MaxBytes];
        for (int number = from; number < from + count; number++)
        {
            int length = clicks.Write(number, click);
            _ = await producer.BufferAsync(ClickGenerator.UserOf(number), click.AsMemory(0, length));
        }

        await producer.FlushAsync();
    }
}
