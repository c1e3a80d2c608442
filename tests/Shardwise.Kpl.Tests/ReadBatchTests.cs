namespace Shardwise.Kpl.Tests;

public sealed class ReadBatchTests
{
    [Fact]
    public void A_batch_is_read_as_its_payloads_are_one_by_one()
    {
        var random = new Random(3);
        ReadOnlyMemory<byte>[] payloads = [.. Enumerable.Range(0, 100).Select(i => Payload(random, kind: i % 5))];
        var results = new AggregatedPayload[payloads.Length];

        AggregatedRecord.ReadBatch(payloads, results);

        Assert.Equal(4, results.Select(r => r.Status).Distinct().Count());
        for (int i = 0; i < payloads.Length; i++)
        {
            using AggregatedPayload alone = AggregatedRecord.Read(payloads[i]);
            using AggregatedPayload inBatch = results[i];
            Assert.Equal((alone.Status, alone.Problem, alone.Count), (inBatch.Status, inBatch.Problem, inBatch.Count));
            Assert.Equal(alone.Select(Comparable), inBatch.Select(Comparable));
        }
    }

    [Fact]
    public void An_empty_batch_is_read() => AggregatedRecord.ReadBatch([], []);

    [Fact]
    public void Options_hold_for_every_payload_of_a_batch()
    {
        byte[] damaged = [.. WireBuilder.Magic, .. new byte[40]];
        var results = new AggregatedPayload[2];

        AggregatedRecord.ReadBatch([damaged, damaged], results, new ReadOptions { UnreadablePayloads = UnreadablePayloadPolicy.Report });

        Assert.All(results, r => Assert.Equal((PayloadStatus.ChecksumMismatch, 0), (r.Status, r.Count)));
        Assert.Throws<KplFormatException>(
            () => AggregatedRecord.ReadBatch([damaged], results, new ReadOptions { UnreadablePayloads = UnreadablePayloadPolicy.Throw }));
    }

    [Fact]
    public void Too_few_results_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => AggregatedRecord.ReadBatch(new ReadOnlyMemory<byte>[3], new AggregatedPayload[2]));

        Assert.Equal("There are 3 payloads and room for 2 results; results must be at least as long. (Parameter 'results')", error.Message);
    }

    private static byte[] Payload(Random random, int kind)
    {
        byte[] data = new byte[random.Next(2000)];
        random.NextBytes(data);
        var wire = new WireBuilder().PartitionKey("a").PartitionKey("b").ExplicitHashKey("5");
        for (int i = random.Next(20); i >= 0; i--)
        {
            wire.Record(r => r.Varint(1, (ulong)(i % 2)).Varint(2, 0).Bytes(3, data));
        }

        byte[] aggregated = wire.Payload();
        return kind switch
        {
            0 => data,
            1 => WireBuilder.Frame([0xFF, .. data]),
            2 => [.. aggregated, 0],
            _ => aggregated,
        };
    }

    private static (string?, string?, int, string) Comparable(UserRecord record) =>
        (record.PartitionKey, record.ExplicitHashKey, record.SubSequenceNumber, Convert.ToHexString(record.Data.Span));
}
