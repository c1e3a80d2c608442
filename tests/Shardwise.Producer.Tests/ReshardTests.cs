using Shardwise.Producer.Tests.Fakes;

namespace Shardwise.Producer.Tests;

public sealed class ReshardTests : IDisposable
{
    private readonly FakeKinesis _kinesis = new(shards: 2);

    public void Dispose() => _kinesis.Dispose();

    [Theory]
    [InlineData(4)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task After_a_reshard_the_map_is_read_again_and_each_record_lies_on_the_shard_that_owns_it(int shards)
    {
        await using var producer = new KinesisProducer(_kinesis, "clicks", Load.Quick);
        List<Task<ProducedRecord>> accepted = [.. Load.AddAll(producer, 0, 500)];
        await Task.WhenAll(accepted);

        _kinesis.Reshard(shards);
        accepted.AddRange(Load.AddAll(producer, 500, 1_000));
        await Task.WhenAll(accepted.Skip(500));
        accepted.AddRange(Load.AddAll(producer, 1_000, 1_500));

        Load.AssertDelivered(_kinesis, await Task.WhenAll(accepted));
        Assert.Equal(2, producer.Statistics.ShardMapReads);
    }

    [Fact]
    public async Task An_aggregate_refused_before_a_split_is_taken_apart_after_it()
    {
        bool refuses = true;
        _kinesis.Refuse = _ => refuses ? Load.Throttled : null;
        await using var producer = new KinesisProducer(_kinesis, "clicks", Load.Quick);
        Task<ProducedRecord>[] accepted = Load.AddAll(producer, 0, 500);
        _ = producer.FlushAsync();
        while (producer.Statistics.KinesisRecordsThrottled < 10)
        {
            await Task.Yield();
        }

        _kinesis.Reshard(8);
        refuses = false;

        ProducedRecord[] produced = await Task.WhenAll(accepted);
        Load.AssertDelivered(_kinesis, produced);
        Assert.Contains(produced, record => record.Attempts > 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_aggregate_that_a_reshard_split_is_sent_again_for_the_KCL_unless_none_reads(bool resends)
    {
        await using var producer = new KinesisProducer(_kinesis, "clicks", Load.Quick with { ResendMisplaced = resends });
        await Task.WhenAll(Load.AddAll(producer, 0, 500));
        _kinesis.Reshard(5);

        Task<ProducedRecord>[] added = Load.AddAll(producer, 0, 500);
        await producer.FlushAsync();
        ProducedRecord[] accepted = await Task.WhenAll(added);

        Assert.Equal(resends, producer.Statistics.UserRecordsAmbiguous > 0);
        if (resends)
        {
            Load.AssertDelivered(_kinesis, accepted);
        }
        else
        {
            Assert.Equal(1_000, _kinesis.Records.Sum(record => record.UserRecordCount));
        }
    }

    [Fact]
    public async Task While_the_list_of_shards_lags_behind_a_reshard_it_is_asked_again()
    {
        await using var producer = new KinesisProducer(_kinesis, "clicks", Load.Quick);
        await Task.WhenAll(Load.AddAll(producer, 0, 100));
        _kinesis.FailList = call => call <= 4 ? new InvalidDataException("lags") : null;

        _kinesis.Reshard(4);
        ProducedRecord[] accepted = await Task.WhenAll(Load.AddAll(producer, 0, 500));

        Load.AssertDelivered(_kinesis, accepted);
        Assert.True(producer.Statistics.ShardMapReads >= 3);
    }
}
