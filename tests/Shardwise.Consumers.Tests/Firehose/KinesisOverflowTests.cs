using Shardwise.Consumers.Tests.Fakes;

namespace Shardwise.Consumers.Tests.Firehose;

public class KinesisOverflowTests
{
    private readonly FakeKinesis _kinesis = new();

    [Fact]
    public async Task Records_go_back_under_their_keys_in_requests_that_the_service_takes()
    {
        var records = Enumerable.Range(0, 1_200).Select(place => Record(place, size: 10)).ToList();

        await Overflow().PutBackAsync(Event("arn:s"), records, default);

        Assert.Equal([500, 500, 200], _kinesis.Calls);
        Assert.Equal(records.Select(record => record.KinesisRecordMetadata!.PartitionKey), _kinesis.Taken.Select(taken => taken.Key));
        Assert.Equal(records[7].Data, _kinesis.Taken[7].Data);
    }

    [Fact]
    public async Task Large_records_are_spread_over_requests()
    {
        await Overflow().PutBackAsync(Event("arn:s"), [.. Enumerable.Range(0, 6).Select(place => Record(place, size: 1_000_000))], default);

        Assert.Equal([5, 1], _kinesis.Calls);
    }

    [Fact]
    public async Task Only_what_was_not_taken_is_sent_again()
    {
        _kinesis.Throttled = 2;

        await Overflow().PutBackAsync(Event("arn:s"), [Record(0, 1), Record(1, 1), Record(2, 1)], default);

        Assert.Equal([3, 2], _kinesis.Calls);
        Assert.Equal(["key-0", "key-1", "key-2"], _kinesis.Taken.Select(taken => taken.Key).Order());
    }

    [Fact]
    public async Task Without_a_source_stream_there_is_no_place_to_put_them()
    {
        var failure = await Assert.ThrowsAsync<DependencyUnavailableException>(() => Overflow().PutBackAsync(Event(null), [Record(0, 1)], default));

        Assert.Equal("arn:d reads no Kinesis stream, so that a record cannot be put back into one.", failure.Message);
    }

    private KinesisOverflow Overflow() => new(_kinesis.Client());

    private static FirehoseEvent Event(string? source) => new() { DeliveryStreamArn = "arn:d", SourceKinesisStreamArn = source };

    private static FirehoseEventRecord Record(int place, int size)
    {
        var data = new byte[size];
        data[0] = (byte)place;
        return new() { RecordId = $"r{place}", Data = data, KinesisRecordMetadata = new() { PartitionKey = $"key-{place}" } };
    }
}
