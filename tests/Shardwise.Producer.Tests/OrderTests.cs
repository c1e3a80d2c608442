using Shardwise.Producer.Tests.Fakes;

namespace Shardwise.Producer.Tests;

public sealed class OrderTests : IDisposable
{
    private readonly FakeKinesis _kinesis = new(shards: 2);

    public void Dispose() => _kinesis.Dispose();

    [Fact]
    public async Task Order_within_a_partition_key_outlasts_refusals_reshards_and_a_full_buffer()
    {
        var random = new Random(11);
        _kinesis.Refuse = _ => random.Next(3) == 0 ? Load.Throttled : null;
        var options = Load.Quick with { PreserveOrder = true, AggregationMaxSize = 300, MaxBufferedBytes = 20_000, MaxUserRecordSize = 1_000 };
        await using var producer = new KinesisProducer(_kinesis, "clicks", options);

        List<Task<ProducedRecord>> accepted = [.. Load.AddAll(producer, 0, 2_000)];
        foreach (int shards in (int[])[4, 3, 6])
        {
            await accepted[accepted.Count - 1_500];
            _kinesis.Reshard(shards);
            accepted.AddRange(Load.AddAll(producer, accepted.Count, accepted.Count + 1_000));
        }

        Load.AssertDelivered(_kinesis, await Task.WhenAll(accepted));
        Load.AssertInOrder(_kinesis);
    }
}
