using System.Net;
using Shardwise.Producer.Tests.Fakes;

namespace Shardwise.Producer.Tests;

public sealed class RetryTests : IDisposable
{
    private readonly FakeKinesis _kinesis = new(shards: 4);

    public void Dispose() => _kinesis.Dispose();

    [Fact]
    public async Task What_is_refused_for_throughput_is_tried_again_until_it_is_accepted()
    {
        int refused = 0;
        _kinesis.Refuse = _ => ++refused <= 20 ? Load.Throttled : null;
        await using var producer = new KinesisProducer(_kinesis, "clicks", Load.Quick);

        ProducedRecord[] accepted = await Task.WhenAll(Load.AddAll(producer, 0, 500));

        Load.AssertDelivered(_kinesis, accepted);
        Assert.Contains(accepted, record => record.Attempts > 1);
        ProducerStatistics statistics = producer.Statistics;
        Assert.Equal((20, 20), (statistics.KinesisRecordsThrottled, statistics.KinesisRecordsRetried));
        Assert.Equal((500, 0, 0), (statistics.UserRecordsAccepted, statistics.UserRecordsAmbiguous, statistics.BufferedBytes));
        Assert.Equal(500, _kinesis.Records.Sum(record => record.UserRecordCount));
    }

    [Theory]
    [InlineData("InternalFailure", HttpStatusCode.InternalServerError)]
    [InlineData("LimitExceededException", HttpStatusCode.BadRequest)]
    [InlineData("ExpiredTokenException", HttpStatusCode.BadRequest)]
    public async Task A_call_that_fails_in_passing_is_made_again(string code, HttpStatusCode status)
    {
        _kinesis.FailCall = call => call <= 5 ? Load.Error(code, status) : null;
        await using var producer = new KinesisProducer(_kinesis, "clicks", Load.Quick);

        Load.AssertDelivered(_kinesis, await Task.WhenAll(Load.AddAll(producer, 0, 100)));
    }

    [Fact]
    public async Task A_call_without_an_answer_is_made_again_and_counted_as_ambiguous()
    {
        var time = new ManualTime();
        int calls = 0;
        _kinesis.Gate = token => ++calls == 1 ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;
        await using var producer = new KinesisProducer(_kinesis, "clicks", new ProducerOptions { TimeProvider = time });

        Task<ProducedRecord> accepted = producer.AddAsync("user", Load.Data(0));
        await time.RunUntilAsync(accepted, within: TimeSpan.FromSeconds(6));

        Assert.Equal(2, (await accepted).Attempts);
        Assert.Equal(1, producer.Statistics.UserRecordsAmbiguous);
    }

    [Fact]
    public async Task When_its_time_to_live_is_over_a_record_fails_and_says_why()
    {
        var time = new ManualTime();
        _kinesis.Refuse = _ => Load.Throttled;
        await using var producer = new KinesisProducer(_kinesis, "clicks", new ProducerOptions { TimeProvider = time, RecordTtl = TimeSpan.FromSeconds(2) });

        Task<ProducedRecord> accepted = producer.AddAsync("user", Load.Data(7), "12345");
        await time.RunUntilAsync(accepted, within: TimeSpan.FromSeconds(1));

        var exception = await Assert.ThrowsAsync<RecordNotAcceptedException>(() => accepted);
        Assert.Equal(
            "Stream clicks did not accept a user record of 5 bytes with hash key 12345: its time to live of 00:00:02 was over "
            + $"(attempts: {_kinesis.Calls}). Last error: ProvisionedThroughputExceededException: no",
            exception.Message);
        Assert.Equal(("clicks", (UInt128)12345, _kinesis.Calls), (exception.StreamName, exception.HashKey, exception.Attempts));
        Assert.Equal((Load.Throttled, "no"), (exception.LastErrorCode, exception.LastErrorMessage));
        Assert.Equal(0, producer.Statistics.BufferedBytes);
    }

    [Fact]
    public async Task With_an_infinite_time_to_live_a_record_is_tried_for_ever()
    {
        var time = new ManualTime();
        _kinesis.Refuse = _ => _kinesis.Calls <= 200 ? Load.Throttled : null;
        await using var producer = new KinesisProducer(_kinesis, "clicks", new ProducerOptions { TimeProvider = time, RecordTtl = Timeout.InfiniteTimeSpan });

        Task<ProducedRecord> accepted = producer.AddAsync("user", Load.Data(7));
        await time.RunUntilAsync(accepted, within: TimeSpan.FromSeconds(2));

        Assert.Equal(201, (await accepted).Attempts);
    }

    [Fact]
    public async Task A_stream_that_takes_nothing_fails_records_at_once()
    {
        _kinesis.FailCall = _ => Load.Error("ResourceNotFoundException", HttpStatusCode.BadRequest, "Stream clicks under account 000000000000 not found.");
        await using var producer = new KinesisProducer(_kinesis, "clicks", Load.Quick);

        var exception = await Assert.ThrowsAsync<RecordNotAcceptedException>(() => producer.AddAsync("user", Load.Data(0), "1"));

        Assert.Equal(
            "Stream clicks did not accept a user record of 5 bytes with hash key 1: it can never be accepted (attempts: 1). "
            + "Last error: ResourceNotFoundException: Stream clicks under account 000000000000 not found.",
            exception.Message);
    }

    [Fact]
    public async Task A_record_above_the_largest_size_fails_at_once()
    {
        await using var producer = new KinesisProducer(_kinesis, "clicks", Load.Quick with { MaxUserRecordSize = 1_000 });

        var exception = await Assert.ThrowsAsync<RecordNotAcceptedException>(() => producer.AddAsync("user", new byte[997], "1"));

        Assert.Equal(
            "Stream clicks did not accept a user record of 1001 bytes with hash key 1: at most 1000 bytes of data and partition key are allowed (attempts: 0).",
            exception.Message);
    }

    [Fact]
    public async Task One_record_that_is_not_valid_does_not_fail_its_neighbours()
    {
        var options = Load.Quick with { AggregationEnabled = false, MaxUserRecordSize = 2_000_000, RecordMaxBufferedTime = TimeSpan.FromSeconds(10) };
        await using var producer = new KinesisProducer(_kinesis, "clicks", options);
        bool spoiled = false;
        _kinesis.Refuse = entry => (spoiled |= entry.Data.Length > 1_048_576)
            ? throw Load.Error("ValidationException", HttpStatusCode.BadRequest, "too large")
            : null;
        _kinesis.Gate = _ =>
        {
            spoiled = false;
            return Task.CompletedTask;
        };
        Task<ProducedRecord>[] good = Load.AddAll(producer, 0, 20);
        Task<ProducedRecord> bad = producer.AddAsync("user", new byte[1_100_000]);

        await producer.FlushAsync();

        Assert.Equal("ValidationException", (await Assert.ThrowsAsync<RecordNotAcceptedException>(() => bad)).LastErrorCode);
        await Task.WhenAll(good);
    }

    [Fact]
    public async Task A_shard_is_tried_at_its_rate_and_no_faster()
    {
        var time = new ManualTime();
        var options = new ProducerOptions { TimeProvider = time, AggregationEnabled = false, RateLimit = 10, RecordMaxBufferedTime = TimeSpan.Zero };
        await using var producer = new KinesisProducer(_kinesis, "clicks", options);

        // A tenth of 1,000 records a second: the first second's at once, 300 more take 3 seconds.
        Task<ProducedRecord[]> accepted = Task.WhenAll(Enumerable.Range(0, 400).Select(number => producer.AddAsync("user", Load.Data(number))));
        await time.RunUntilAsync(accepted, within: TimeSpan.FromSeconds(1));

        Assert.InRange(time.GetElapsedTime(0).TotalSeconds, 2.9, 3.1);
    }
}
