using System.Net;
using System.Text;
using Amazon.Kinesis;
using Shardwise.Producer.Tests.Fakes;
using Xunit.Abstractions;

namespace Shardwise.Producer.Tests;

/// <summary>Streams whose RecordDistributionStrategy is AUTO: the service chooses the shards, and records may have no key.</summary>
public sealed class DistributionTests(ITestOutputHelper output) : IDisposable
{
    private readonly FakeKinesis _kinesis = new(shards: 4) { Strategy = RecordDistributionStrategy.AUTO };

    public void Dispose() => _kinesis.Dispose();

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(32)]
    public async Task Where_the_service_chooses_the_shards_each_record_is_written_once_and_not_aggregated(int shards)
    {
        _kinesis.Reshard(shards);
        await using var producer = new KinesisProducer(_kinesis, "clicks", Load.Quick with { PreserveOrder = true });

        ProducedRecord[] produced = await Task.WhenAll(Load.AddAll(producer, 0, 5_000));

        output.WriteLine($"{shards} shards, AUTO: {5_000} user records, {_kinesis.Records.Count() / 5_000.0:0.00} times written");
        Load.AssertDelivered(_kinesis, produced);
        Assert.Equal(5_000, _kinesis.Records.Count());
        Assert.All(_kinesis.Records, record => Assert.Equal(1, record.UserRecordCount));
        Assert.Equal((1, 0), (_kinesis.SummaryCalls, _kinesis.ListCalls));
        Assert.Equal(0, producer.Statistics.UserRecordsAmbiguous);
        Assert.True(_kinesis.Calls < 500, $"{_kinesis.Calls} calls");
    }

    [Theory]
    [InlineData("AccessDeniedException")]
    [InlineData("LimitExceededException")]
    [InlineData("UnknownOperationException")]
    public async Task A_stream_that_does_not_tell_is_known_by_its_first_answers(string code)
    {
        _kinesis.FailSummary = () => Load.Error(code, HttpStatusCode.BadRequest);
        _kinesis.Reshard(32);
        await using var producer = new KinesisProducer(_kinesis, "clicks", Load.Quick);

        ProducedRecord[] first = await Task.WhenAll(Load.AddAll(producer, 0, 500));
        int writtenFirst = _kinesis.Records.Sum(record => record.UserRecordCount);
        ProducedRecord[] then = await Task.WhenAll(Load.AddAll(producer, 500, 5_500));

        int written = _kinesis.Records.Sum(record => record.UserRecordCount);
        output.WriteLine($"32 shards, AUTO, {code}: {written / 5_500.0:0.00} times written, {(written - writtenFirst) / 5_000.0:0.00} once it was known");
        Load.AssertDelivered(_kinesis, [.. first, .. then]);
        Assert.InRange(writtenFirst, 500, 1_000);
        Assert.Equal(5_000, written - writtenFirst);
    }

    [Fact]
    public async Task A_strategy_that_changes_is_noticed_both_ways()
    {
        _kinesis.Strategy = RecordDistributionStrategy.USER_PARTITION_KEY;
        var time = new ShiftedTime();
        await using var producer = new KinesisProducer(_kinesis, "clicks", Load.Quick with { TimeProvider = time });
        List<ProducedRecord> produced = [.. await Task.WhenAll(Load.AddAll(producer, 0, 500))];
        Assert.True(_kinesis.Records.Count() < 500);

        // An aggregate may happen to be put on its own shard all the same, and a look at the strategy takes its time.
        _kinesis.Strategy = RecordDistributionStrategy.AUTO;
        await ProduceUntilAsync(isAggregated: false);
        Assert.Equal(1_000, await WrittenAsync(1_000));

        _kinesis.Strategy = RecordDistributionStrategy.USER_PARTITION_KEY;
        time.GoOn(TimeSpan.FromMinutes(5));
        await ProduceUntilAsync(isAggregated: true);
        Assert.InRange(await WrittenAsync(1_000), 4, 500);
        Load.AssertDelivered(_kinesis, produced);

        async Task<int> WrittenAsync(int count)
        {
            int before = _kinesis.Records.Count();
            produced.AddRange(await Task.WhenAll(Load.AddAll(producer, produced.Count, produced.Count + count)));
            return _kinesis.Records.Count() - before;
        }

        async Task ProduceUntilAsync(bool isAggregated)
        {
            for (int round = 0; round < 1_000 && await WrittenAsync(100) < 100 != isAggregated; round++)
            {
            }
        }
    }

    [Fact]
    public async Task A_look_at_the_strategy_that_fails_changes_nothing()
    {
        var time = new ShiftedTime();
        await using var producer = new KinesisProducer(_kinesis, "clicks", Load.Quick with { TimeProvider = time });
        await Task.WhenAll(Load.AddAll(producer, 0, 10));
        _kinesis.FailSummary = () => new HttpRequestException("reset");
        _kinesis.FailList = _ => new HttpRequestException("reset");

        time.GoOn(TimeSpan.FromMinutes(5));
        ProducedRecord[] produced = await Task.WhenAll(Load.AddAll(producer, 0, 500));

        Load.AssertDelivered(_kinesis, produced);
        Assert.Equal(510, _kinesis.Records.Count());
    }

    [Fact]
    public async Task A_record_without_a_partition_key_is_taken_by_a_stream_that_needs_none()
    {
        await using var producer = new KinesisProducer(_kinesis, "clicks", Load.Quick);
        producer.Check(null, "payload"u8.ToArray());

        ProducedRecord produced = await producer.AddAsync(null, "payload"u8.ToArray());

        FakeRecord record = Assert.Single(_kinesis.Records);
        Assert.Equal((null, "payload", produced.SequenceNumber), (record.PartitionKey, Encoding.UTF8.GetString(record.Data), record.SequenceNumber));
        Assert.Equal(0, producer.Statistics.BufferedBytes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_record_without_a_partition_key_is_refused_where_the_key_decides(bool mapIsKnown)
    {
        _kinesis.Strategy = null;
        await using var producer = new KinesisProducer(_kinesis, "clicks", Load.Quick);
        if (mapIsKnown)
        {
            await producer.AddAsync("user", Load.Data(0));
        }

        var refused = await Assert.ThrowsAsync<RecordNotAcceptedException>(() => producer.AddAsync(null, Load.Data(1)));

        Assert.Equal(
            "Stream clicks did not accept a user record of 1 bytes with hash key 0: it has no partition key, and the stream distributes its records "
            + "by it (RecordDistributionStrategy is not AUTO) (attempts: 0).",
            refused.Message);
        Assert.Equal((1, 0L), (producer.Statistics.UserRecordsFailed, producer.Statistics.BufferedBytes));
    }
}
