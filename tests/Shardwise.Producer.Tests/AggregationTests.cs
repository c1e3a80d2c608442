using Shardwise.Kpl;
using Shardwise.Producer.Tests.Fakes;

namespace Shardwise.Producer.Tests;

public sealed class AggregationTests : IDisposable
{
    private readonly FakeKinesis _kinesis = new(shards: 4);

    public void Dispose() => _kinesis.Dispose();

    [Fact]
    public async Task User_records_share_Kinesis_records_of_their_shard_and_are_acknowledged_where_they_lie()
    {
        await using var producer = new KinesisProducer(_kinesis, "clicks", Load.Quick with { RecordMaxBufferedTime = TimeSpan.FromSeconds(10) });
        Task<ProducedRecord>[] accepted = Load.AddAll(producer, 0, 1_000);

        await producer.FlushAsync();

        Load.AssertDelivered(_kinesis, await Task.WhenAll(accepted));
        Assert.Equal(4, _kinesis.Records.Count());
        Assert.Equal([4], _kinesis.BatchSizes);
        Assert.Equal(1, (await accepted[0]).Attempts);
    }

    [Fact]
    public async Task A_record_waits_for_others_no_longer_than_its_time()
    {
        var time = new ManualTime();
        await using var producer = new KinesisProducer(_kinesis, "clicks", new ProducerOptions { TimeProvider = time });
        Task<ProducedRecord> accepted = producer.AddAsync("user", Load.Data(0));

        Assert.Equal(TimeSpan.FromMilliseconds(100), await time.TimerAsync(TimeSpan.FromMilliseconds(100)));
        time.Advance(TimeSpan.FromMilliseconds(99));
        Assert.Equal(0, _kinesis.Calls);
        time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Null((await accepted).SubSequenceNumber);
        Assert.Equal("user", _kinesis.Records.Single().PartitionKey);
    }

    [Fact]
    public async Task An_aggregate_is_full_at_its_size_and_at_its_count()
    {
        var bySize = Load.Quick with { RecordMaxBufferedTime = TimeSpan.FromSeconds(10), AggregationMaxSize = 2_000 };
        await AddOfOneKeyAsync(bySize, count: 100, size: 100);
        Assert.All(_kinesis.Records, record => Assert.InRange(record.Data.Length, 1, 1_999));
        Assert.InRange(_kinesis.Records.Count(), 100 * 100 / 2_000, 100 * 130 / 2_000);

        int before = _kinesis.Records.Count();
        await AddOfOneKeyAsync(bySize with { AggregationMaxSize = 51_200, AggregationMaxCount = 7 }, count: 70, size: 1);
        Assert.All(_kinesis.Records.TakeLast(10), record => Assert.Equal(7, record.UserRecordCount));
        Assert.Equal(before + 10, _kinesis.Records.Count());
    }

    [Fact]
    public async Task A_call_carries_no_more_than_its_count_and_its_size()
    {
        var options = Load.Quick with { AggregationEnabled = false, CollectionMaxCount = 10, CollectionMaxSize = 60_000, RecordMaxBufferedTime = TimeSpan.FromSeconds(10) };
        await using var producer = new KinesisProducer(_kinesis, "clicks", options);
        Task<ProducedRecord>[] small = [.. Enumerable.Range(0, 100).Select(_ => producer.AddAsync("user", new byte[10]))];
        await Task.WhenAll(small);
        Assert.All(_kinesis.BatchSizes, size => Assert.Equal(10, size));

        Task<ProducedRecord>[] large = [.. Enumerable.Range(0, 8).Select(_ => producer.AddAsync("user", new byte[25_000]))];
        await producer.FlushAsync();
        await Task.WhenAll(large);
        Assert.All(_kinesis.BatchSizes.Skip(10), size => Assert.Equal(2, size));
    }

    [Fact]
    public async Task A_user_record_too_large_to_share_goes_by_itself()
    {
        await using var producer = new KinesisProducer(_kinesis, "clicks", Load.Quick);
        Task<ProducedRecord> small = producer.AddAsync("user", new byte[10]);
        Task<ProducedRecord> large = producer.AddAsync("user", new byte[60_000]);
        Task<ProducedRecord> largest = producer.AddAsync("user", new byte[1_048_576 - 4]);
        await Task.WhenAll(small, large, largest);

        Assert.Null((await large).SubSequenceNumber);
        Assert.Equal([10, 60_000, 1_048_572], _kinesis.Records.Select(record => record.Data.Length).Order());
    }

    [Fact]
    public async Task An_explicit_hash_key_decides_the_shard_and_goes_with_the_record()
    {
        await using var producer = new KinesisProducer(_kinesis, "clicks", Load.Quick with { RecordMaxBufferedTime = TimeSpan.FromSeconds(10) });
        Task<ProducedRecord> first = producer.AddAsync("user", Load.Data(1), "0");
        Task<ProducedRecord> second = producer.AddAsync("user", Load.Data(2), "1");
        Task<ProducedRecord> last = producer.AddAsync("user", Load.Data(3), HashKey.Format(UInt128.MaxValue));
        await producer.FlushAsync();

        Assert.Equal(("shardId-000000000000", 0), ((await first).ShardId, (await first).SubSequenceNumber));
        Assert.Equal(("shardId-000000000000", 1), ((await second).ShardId, (await second).SubSequenceNumber));
        Assert.Equal(("shardId-000000000003", null), ((await last).ShardId, (await last).SubSequenceNumber));
        Assert.Equal("1", AggregatedRecord.Read(_kinesis.Shards[0].Records[0].Data)[1].ExplicitHashKey);
    }

    [Fact]
    public async Task Without_the_shard_map_records_are_sent_one_by_one_until_it_is_there()
    {
        _kinesis.FailList = call => call <= 3 ? Load.Error("InternalFailure", System.Net.HttpStatusCode.InternalServerError) : null;
        await using var producer = new KinesisProducer(_kinesis, "clicks", Load.Quick);
        await Task.WhenAll(Load.AddAll(producer, 0, 100));
        Assert.All(_kinesis.Records, record => Assert.Equal(1, record.UserRecordCount));

        // The map is read again while there is anything to send.
        int number = 100;
        while (producer.Statistics.ShardMapReads < 4)
        {
            await producer.AddAsync("user", Load.Data(number++));
        }

        Task<ProducedRecord>[] later = Load.AddAll(producer, 0, 500);
        await producer.FlushAsync();
        Assert.Contains(await Task.WhenAll(later), record => record.SubSequenceNumber > 0);
    }

    [Fact]
    public async Task Without_the_permission_to_list_shards_records_are_sent_one_by_one()
    {
        _kinesis.FailList = _ => Load.Error("AccessDeniedException", System.Net.HttpStatusCode.BadRequest);
        await using var producer = new KinesisProducer(_kinesis, "clicks", new ProducerOptions { RecordMaxBufferedTime = TimeSpan.Zero });

        Load.AssertDelivered(_kinesis, await Task.WhenAll(Load.AddAll(producer, 0, 100)));

        Assert.Equal(100, _kinesis.Records.Count());
    }

    [Fact]
    public async Task A_partition_key_that_Kinesis_never_takes_is_refused()
    {
        await using var producer = new KinesisProducer(_kinesis, "clicks", Load.Quick);

        var empty = await Assert.ThrowsAsync<ArgumentException>(() => producer.AddAsync("", Load.Data(0)));
        var broken = await Assert.ThrowsAsync<ArgumentException>(() => producer.AddAsync("\ud800", Load.Data(0)));

        Assert.Equal("The partition key has 0 characters; 1 to 256 are allowed. (Parameter 'partitionKey')", empty.Message);
        Assert.Equal("The partition key has half of a surrogate pair in it; it must be Unicode text. (Parameter 'partitionKey')", broken.Message);
    }

    [Fact]
    public async Task An_explicit_hash_key_that_Kinesis_never_takes_is_refused()
    {
        await using var producer = new KinesisProducer(_kinesis, "clicks", Load.Quick);

        var exception = await Assert.ThrowsAsync<ArgumentException>(() => producer.AddAsync("user", Load.Data(0), "007"));

        Assert.Equal(
            "The explicit hash key is \"007\"; a decimal number from 0 to 2^128 - 1 without leading zeros is allowed. (Parameter 'explicitHashKey')",
            exception.Message);
    }

    private async Task AddOfOneKeyAsync(ProducerOptions options, int count, int size)
    {
        await using var producer = new KinesisProducer(_kinesis, "clicks", options);
        Task<ProducedRecord>[] accepted = [.. Enumerable.Range(0, count).Select(_ => producer.AddAsync("user", new byte[size]))];
        await producer.FlushAsync();
        await Task.WhenAll(accepted);
    }
}
