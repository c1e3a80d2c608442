namespace Shardwise.Local.Firehose;

/// <summary>What good records go to in the end.</summary>
internal interface IRecordSink : IAsyncDisposable
{
    /// <summary>Takes records of one partition; false where that would be one more than the most that are allowed at a time.</summary>
    bool TryAdd(PrefixValues partition, IEnumerable<FirehoseRecord> records, int mostPartitions);

    /// <summary>Delivers what is gathered.</summary>
    Task FlushAsync();

    /// <summary>What is gathered and not handed over yet.</summary>
    (int Count, long Bytes) Gathered { get; }
}
