namespace Shardwise.Local.Firehose;

/// <summary>Good records, to S3.</summary>
internal sealed class S3Sink(S3Delivery delivery) : IRecordSink
{
    public (int Count, long Bytes) Gathered => delivery.Gathered;

    public bool TryAdd(PrefixValues partition, IEnumerable<FirehoseRecord> records, int mostPartitions) =>
        delivery.TryAdd(partition, records.Select(record => new DeliveryItem(record.Data, record)), mostPartitions);

    public Task FlushAsync() => delivery.FlushAsync();

    public ValueTask DisposeAsync() => delivery.DisposeAsync();
}
