using Amazon.Kinesis.Model;

namespace Shardwise.Producer;

/// <summary>What one PutRecords call carries.</summary>
internal sealed class PutBatch(ProducerOptions options, TimeSpan sentAt)
{
    private readonly List<(ShardBuffer Shard, OutgoingRecord Record)> _entries = [];
    private long _bytes;

    public IReadOnlyList<(ShardBuffer Shard, OutgoingRecord Record)> Entries => _entries;

    public TimeSpan SentAt => sentAt;

    public bool TryAdd(ShardBuffer shard, OutgoingRecord record)
    {
        bool isFull = _entries.Count == options.CollectionMaxCount || _bytes + record.Size > options.CollectionMaxSize;
        if (_entries.Count > 0 && (isFull || record.Alone || _entries[0].Record.Alone))
        {
            return false;
        }

        _entries.Add((shard, record));
        _bytes += record.Size;
        return true;
    }

    public PutRecordsRequest ToRequest(string streamName) => new()
    {
        StreamName = streamName,
        Records = _entries.ConvertAll(entry => ToEntry(entry.Record)),
    };

    private static PutRecordsRequestEntry ToEntry(OutgoingRecord record) => new()
    {
        PartitionKey = record.PartitionKey,
        ExplicitHashKey = record.ExplicitHashKey,
        Data = new MemoryStream(record.Data, 0, record.Data.Length, writable: false, publiclyVisible: true),
    };
}
