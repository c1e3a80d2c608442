using Amazon.Kinesis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shardwise.Producer.Tests.Fakes;

namespace Shardwise.Producer.Tests;

public sealed class ProducerServicesTests
{
    [Fact]
    public async Task A_host_hands_out_one_producer_a_stream_and_sends_what_is_buffered_when_it_stops()
    {
        using var kinesis = new FakeKinesis(shards: 1);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<IAmazonKinesis>(kinesis);
        builder.Services.AddShardwiseProducer("orders", options => options with { RecordMaxBufferedTime = TimeSpan.FromHours(1) });
        Task<ProducedRecord> added;
        await using (var services = (IAsyncDisposable)builder.Build())
        {
            var provider = ((IHost)services).Services;
            var producer = provider.GetRequiredService<KinesisProducer>();
            Assert.Same(producer, provider.GetRequiredKeyedService<KinesisProducer>("orders"));
            added = producer.AddAsync("a", Load.Data(1));
            Assert.False(added.IsCompleted);
        }

        Assert.Equal("shardId-000000000000", (await added).ShardId);
        Assert.Single(kinesis.Records);
    }

    [Fact]
    public async Task Of_several_streams_each_is_asked_for_by_its_name()
    {
        using var kinesis = new FakeKinesis(shards: 1);
        await using var provider = new ServiceCollection().AddSingleton<IAmazonKinesis>(kinesis)
            .AddShardwiseProducer("orders").AddShardwiseProducer("clicks").BuildServiceProvider();

        Assert.NotSame(provider.GetRequiredKeyedService<KinesisProducer>("orders"), provider.GetRequiredKeyedService<KinesisProducer>("clicks"));
        Assert.Equal(
            "There are producers of 2 streams (orders, clicks): ask for one by its stream's name, [FromKeyedServices(\"orders\")].",
            Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<KinesisProducer>()).Message);
    }

    [Fact]
    public void A_stream_has_one_producer()
    {
        var refused = Assert.Throws<ArgumentException>(
            () => new ServiceCollection().AddShardwiseProducer("orders").AddShardwiseProducer("orders"));

        Assert.Equal("A producer of the stream 'orders' is registered already: one a stream is allowed. (Parameter 'streamName')", refused.Message);
    }

    [Fact]
    public async Task Without_a_client_it_says_what_to_register()
    {
        await using var provider = new ServiceCollection().AddShardwiseProducer("orders").BuildServiceProvider();

        Assert.Equal(
            "The producer of the stream 'orders' needs an IAmazonKinesis: register one, such as "
            + "services.AddSingleton<IAmazonKinesis>(new AmazonKinesisClient()).",
            Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<KinesisProducer>()).Message);
    }
}
