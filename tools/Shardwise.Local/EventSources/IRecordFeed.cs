namespace Shardwise.Local.EventSources;

/// <summary>Where a reader gets a shard's records from: by asking again and again, or by having them pushed.</summary>
internal interface IRecordFeed : IDisposable
{
    /// <summary>Whether the shard is closed and all of it has been read.</summary>
    bool IsAtEnd { get; }

    /// <summary>The next records; none where it waited for a while, or the shard is at its end.</summary>
    Task<IReadOnlyList<StreamRecord>> ReadAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Something is new.</summary>
    void Wake();
}
