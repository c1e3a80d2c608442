namespace Shardwise.Consumers;

/// <summary>
/// Remembers progress in the memory of the process. Lambda mostly, not always, redelivers to the process that stopped; another one processes
/// the aggregate's first records again.
/// </summary>
public sealed class InMemoryProgress : IProgressStore
{
    // A stopped batch leaves one entry, or with parallelism at most one a record of the batch (10,000).
    private const int MostEntries = 10_000;

    private readonly Lock _lock = new();
    private readonly OrderedDictionary<(string Stream, string Shard, string Sequence), RecordProgress> _known = [];

    /// <inheritdoc/>
    public Task<IReadOnlyList<RecordProgress>> ReadAsync(IReadOnlyList<RecordPosition> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var progress = new List<RecordProgress>();
        lock (_lock)
        {
            for (var place = 0; _known.Count > 0 && place < batch.Count; place++)
            {
                if (_known.TryGetValue(KeyOf(batch[place]), out var known))
                {
                    progress.Add(known with { Position = batch[place] });
                }
            }
        }

        return Task.FromResult<IReadOnlyList<RecordProgress>>(progress);
    }

    /// <inheritdoc/>
    public Task WriteAsync(IReadOnlyList<RecordProgress> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        lock (_lock)
        {
            foreach (var record in progress)
            {
                _known.Remove(KeyOf(record.Position));
                if (!record.IsNothing)
                {
                    _known.Add(KeyOf(record.Position), record);
                }
            }

            while (_known.Count > MostEntries)
            {
                _known.RemoveAt(0);
            }
        }

        return Task.CompletedTask;
    }

    private static (string Stream, string Shard, string Sequence) KeyOf(RecordPosition position) =>
        (position.StreamArn, position.ShardId, position.SequenceNumber);
}
