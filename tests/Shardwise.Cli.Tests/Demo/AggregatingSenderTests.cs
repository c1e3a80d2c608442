using System.Net;
using System.Text;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;
using Shardwise.Cli.Demo;
using Shardwise.Kpl;

namespace Shardwise.Cli.Tests.Demo;

public sealed class AggregatingSenderTests : IDisposable
{
    private const int Clicks = 500;

    private readonly FakeKinesis kinesis = new(shards: 4);
    private readonly List<(int Number, string ShardId)> accepted = [];

    public void Dispose() => kinesis.Dispose();

    [Fact]
    public async Task Every_click_is_accepted_once_and_aggregated_by_the_shard_of_its_user()
    {
        var sender = Sender();

        await SendAsync(sender);

        Assert.Equal(Enumerable.Range(0, Clicks), accepted.Select(click => click.Number).Order());
        Assert.InRange(kinesis.Accepted.Count, 4, Clicks / 10);
        Assert.Equal(new SenderCounts(Clicks, 0, 0), sender.Counts);
        foreach (var (shardId, _, data) in kinesis.Accepted)
        {
            foreach (var user in AggregatedRecord.Read(data))
            {
                Assert.Equal(shardId, ShardOf(user.PartitionKey!, kinesis.Shards));
            }
        }
    }

    [Fact]
    public async Task What_is_refused_for_throughput_is_sent_again_until_it_is_accepted()
    {
        kinesis.Refuse = call => call <= 3 ? "ProvisionedThroughputExceededException" : null;
        var sender = Sender();

        await SendAsync(sender);

        Assert.Equal(Enumerable.Range(0, Clicks), accepted.Select(click => click.Number).Order());
        Assert.True(sender.Counts.Throttled >= Clicks);
        Assert.Equal(0, sender.Counts.Ambiguous);
    }

    [Fact]
    public async Task Without_an_answer_all_is_sent_again_and_counted_as_ambiguous()
    {
        kinesis.Fail = call => call == 1 ? new HttpRequestException("reset") : call == 2 ? Error("InternalFailure", HttpStatusCode.InternalServerError) : null;
        var sender = Sender();

        await SendAsync(sender);

        Assert.Equal(Enumerable.Range(0, Clicks), accepted.Select(click => click.Number).Order());
        Assert.InRange(sender.Counts.Ambiguous, 1, 2 * Clicks);
    }

    [Fact]
    public async Task After_a_reshard_the_map_is_read_again_and_nothing_is_lost()
    {
        var sender = Sender();
        await sender.SendAsync(flush: false, CancellationToken.None);
        Add(sender, 0, Clicks / 2);
        kinesis.Shards = 8;
        await FlushAsync(sender);
        Add(sender, Clicks / 2, Clicks);

        await FlushAsync(sender);

        Assert.Equal(2, kinesis.ListCalls);
        Assert.Equal(Enumerable.Range(0, Clicks), accepted.Select(click => click.Number).Order());
        Assert.All(accepted, click => Assert.StartsWith("shardId-0000000008", click.ShardId, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stream_that_refuses_all_is_named()
    {
        kinesis.Fail = _ => Error("ResourceNotFoundException", HttpStatusCode.BadRequest);

        var exception = await Assert.ThrowsAsync<FailureException>(() => SendAsync(Sender()));

        Assert.Equal("the stream clicks takes no records: ResourceNotFoundException: no", exception.Message);
    }

    [Fact]
    public async Task When_too_much_waits_a_click_is_not_taken()
    {
        kinesis.Refuse = _ => "ProvisionedThroughputExceededException";
        var sender = Sender();
        await sender.SendAsync(flush: false, CancellationToken.None);
        var large = new byte[1_000];

        var taken = 0;
        while (sender.TryAdd(taken, ClickGenerator.UserOf(taken), large))
        {
            taken++;
        }

        Assert.InRange(taken * 1_000, AggregatingSender.MaxWaitingBytes / 2, AggregatingSender.MaxWaitingBytes);
    }

    private AggregatingSender Sender() => new(kinesis, "clicks", shardBytesPerSecond: 50_000, (number, shardId) => accepted.Add((number, shardId)));

    private static async Task SendAsync(AggregatingSender sender)
    {
        await sender.SendAsync(flush: false, CancellationToken.None);
        Add(sender, 0, Clicks);
        await FlushAsync(sender);
    }

    private static void Add(AggregatingSender sender, int from, int to)
    {
        for (var number = from; number < to; number++)
        {
            Assert.True(sender.TryAdd(number, ClickGenerator.UserOf(number), Encoding.UTF8.GetBytes($"click-{number:000000000} and some more to fill the record up")));
        }
    }

    private static async Task FlushAsync(AggregatingSender sender)
    {
        while (!sender.IsEmpty)
        {
            await sender.SendAsync(flush: true, CancellationToken.None);
            await Task.Yield();
        }
    }

    private static string ShardOf(string user, int shards) =>
        $"shardId-{(shards * 100) + (int)(HashKey.Of(user) / (UInt128.MaxValue / (UInt128)shards)):000000000000}";

    private static AmazonKinesisException Error(string code, HttpStatusCode status) => new("no", ErrorType.Sender, code, "r", status);
}
