using Shardwise.Kpl;

namespace Shardwise.Producer;

/// <summary>A Kinesis record on its way: one user record as it is, or an aggregate.</summary>
internal sealed class OutgoingRecord
{
    private readonly List<PendingRecord> _userRecords;
    private readonly BuilderPool? _builders;
    private AggregatedRecordBuilder? _builder;
    private byte[]? _data;

    /// <summary>An aggregate to be filled.</summary>
    public OutgoingRecord(BuilderPool builders)
    {
        _builders = builders;
        _builder = builders.Rent();
        _userRecords = [];
    }

    /// <summary>A user record to be sent by itself.</summary>
    public OutgoingRecord(PendingRecord pending, string? partitionKey, ReadOnlySpan<byte> data, string? explicitHashKey, TimeSpan flushAt)
    {
        (PartitionKey, ExplicitHashKey, _data) = (partitionKey, explicitHashKey, data.ToArray());
        _userRecords = [pending];
        Size = pending.Size;
        Note(pending, flushAt);
    }

    public IReadOnlyList<PendingRecord> UserRecords => _userRecords;

    /// <summary>The Kinesis record's partition key; null where its user record has none.</summary>
    public string? PartitionKey { get; private set; }

    /// <summary>Its explicit hash key.</summary>
    public string? ExplicitHashKey { get; private set; }

    /// <summary>Its data.</summary>
    public byte[] Data => _data ?? throw new InvalidOperationException("The aggregate is still being filled.");

    /// <summary>What decides its shard, where keys do.</summary>
    public UInt128 PlacingHashKey => UserRecordContent.Of(PartitionKey, ExplicitHashKey);

    /// <summary>Bytes of data and partition key.</summary>
    public int Size { get; private set; }

    public UInt128 LowestHashKey { get; private set; } = UInt128.MaxValue;

    public UInt128 HighestHashKey { get; private set; } = UInt128.MinValue;

    /// <summary>When it is to be sent at the latest, full or not.</summary>
    public TimeSpan FlushAt { get; set; } = TimeSpan.MaxValue;

    /// <summary>When its youngest user record was buffered.</summary>
    public TimeSpan YoungestAddedAt { get; private set; }

    public int Attempts { get; set; }

    public PutError? LastError { get; set; }

    /// <summary>To be sent in a call of its own, since it may be what spoiled another.</summary>
    public bool Alone { get; set; }

    /// <summary>Where Kinesis put it when that was not the shard foreseen, until the shard map tells whether it belongs there.</summary>
    public (string ShardId, string SequenceNumber)? FoundOn { get; set; }

    /// <summary>Adds a user record to an aggregate.</summary>
    /// <returns><see langword="false"/> if it does not fit beside what is there.</returns>
    public bool TryAdd(PendingRecord pending, string partitionKey, ReadOnlySpan<byte> data, string? explicitHashKey, TimeSpan flushAt)
    {
        if (!_builder!.TryAdd(partitionKey, data, explicitHashKey))
        {
            return false;
        }

        _userRecords.Add(pending);
        Size = _builder.SizeInBytes;
        Note(pending, flushAt);
        return true;
    }

    /// <summary>
    /// Ends the filling. At once and not when it is sent, though the checksum takes time: builders are larger than what they build, and
    /// one for each shard is enough.
    /// </summary>
    public void Close()
    {
        AggregatedBlob blob = _builder!.Build();
        (PartitionKey, ExplicitHashKey, _data) = (blob.PartitionKey, blob.ExplicitHashKey, blob.Data);
        _builders!.Return(_builder);
        _builder = null;
    }

    /// <summary>Its user records as they were given, in order.</summary>
    public IEnumerable<(PendingRecord Pending, UserRecordContent Content)> TakeApart()
    {
        if (_userRecords.Count == 1)
        {
            yield return (_userRecords[0], new UserRecordContent(PartitionKey, Data, ExplicitHashKey));
            yield break;
        }

        AggregatedPayload payload = AggregatedRecord.Read(Data);
        for (int i = 0; i < _userRecords.Count; i++)
        {
            UserRecord record = payload[i];
            yield return (_userRecords[i], new UserRecordContent(record.PartitionKey!, record.Data, record.ExplicitHashKey));
        }
    }

    private void Note(PendingRecord pending, TimeSpan flushAt)
    {
        LowestHashKey = UInt128.Min(LowestHashKey, pending.HashKey);
        HighestHashKey = UInt128.Max(HighestHashKey, pending.HashKey);
        FlushAt = TimeSpan.FromTicks(Math.Min(FlushAt.Ticks, flushAt.Ticks));
        YoungestAddedAt = TimeSpan.FromTicks(Math.Max(YoungestAddedAt.Ticks, pending.AddedAt.Ticks));
    }
}
