using System.Net;
using Amazon.Kinesis;
using Amazon.Runtime;
using Shardwise.Cli.Demo;
using Shardwise.Scaling;
using Shardwise.Scaling.Replay;
using Shardwise.Cli.Traces;
using Shardwise.Producer;

namespace Shardwise.Cli.Tests.Demo;

public sealed class ClickReplayTests : IDisposable
{
    private const int Clicks = 2_000;

    private readonly FakeKinesis kinesis = new(shards: 4);
    private readonly List<(int Number, string ShardId)> accepted = [];

    public void Dispose() => kinesis.Dispose();

    [Fact]
    public async Task Every_click_is_offered_and_told_with_its_shard_once()
    {
        await ReplayAsync();

        Assert.Equal(Enumerable.Range(0, Clicks), accepted.Select(click => click.Number));
        Assert.All(accepted, click => Assert.Equal(kinesis.ShardOf(ClickGenerator.UserOf(click.Number)), click.ShardId));
        Assert.InRange(kinesis.Records, 4, Clicks / 5);
    }

    [Fact]
    public async Task A_stream_that_refuses_all_is_named()
    {
        kinesis.Failure = new AmazonKinesisException("no", ErrorType.Sender, "ResourceNotFoundException", "r", HttpStatusCode.BadRequest);

        var exception = await Assert.ThrowsAsync<FailureException>(ReplayAsync);

        Assert.Equal("the stream clicks takes no records: ResourceNotFoundException: no", exception.Message);
    }

    private async Task ReplayAsync()
    {
        // All of it lies in the past, and is due at once.
        var scale = LocalScale.Fit(new Trace("load", [new TraceMinute(0, ShardCapacity.BytesPerMinute)]), Clicks, bytesPerRecord: 200);
        await using var producer = new KinesisProducer(kinesis, "clicks", LocalProducer.Options(shardBytesPerSecond: 50_000) with { RateLimit = 1_000 });
        var replay = new ClickReplay(
            scale, DateTimeOffset.UtcNow.AddHours(-1), TimeProvider.System, producer, (number, shardId) => accepted.Add((number, shardId)));

        await replay.RunAsync(CancellationToken.None);
    }
}
