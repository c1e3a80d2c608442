namespace Shardwise.Local.EventSources;

/// <summary>What takes a shard's records.</summary>
internal interface IBatchReceiver
{
    /// <summary>
    /// Hands a batch over; completes when it is done or given up. Told, now and then, is the last record that is, with all before it.
    /// </summary>
    Task DeliverAsync(string shardId, IReadOnlyList<StreamRecord> records, Action<StreamRecord> settled, CancellationToken cancellationToken);

    /// <summary>When the shard's open window ends if no further record comes; null where none is open.</summary>
    DateTimeOffset? WindowDeadline(string shardId);

    /// <summary>Ends the shard's window, if one is open.</summary>
    Task EndWindowAsync(string shardId, CancellationToken cancellationToken);
}
