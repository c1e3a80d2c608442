using Shardwise.Scaler.Basics;

namespace Shardwise.Scaler.Ledgers;

/// <summary>What one minute leaves to the next, beside the operations of the day.</summary>
internal sealed record StreamState
{
    public static readonly StreamState Unknown = new();

    // Five leave room in a tag of 256 characters for all that the state may hold.
    private const int MostSeen = 5;

    /// <summary>Open shards when the stream was last seen at rest; <see langword="null"/> before that.</summary>
    public int? Shards { get; init; }

    /// <summary>The newest changes of <see cref="Shards"/>, oldest first: what says how many shards a minute of the past had.</summary>
    public IReadOnlyList<SeenCount> Seen { get; init; } = [];

    /// <summary>Open shards after the call that is about to be made, or was made and is not yet seen to be done.</summary>
    public int? Next { get; init; }

    /// <summary>The count of equal ranges that splits and merges are on their way to.</summary>
    public int? Goal { get; init; }

    /// <summary>Until when UpdateShardCount is not asked again, since AWS refused it for a reason that the ledger does not know.</summary>
    public DateTimeOffset? RefusedUntil { get; init; }

    public HotSpot? Hot { get; init; }

    /// <summary>Shards of a minute of the past, by when counts were first seen at rest; <see langword="null"/> before the first that is
    /// remembered.</summary>
    public int? ShardsAt(DateTimeOffset minute)
    {
        for (var i = Seen.Count - 1; i >= 0; i--)
        {
            if (Seen[i].At <= minute)
                return Seen[i].Shards;
        }

        return null;
    }

    /// <summary>The state of a stream that is at rest with so many shards.</summary>
    public StreamState AtRest(int shards, DateTimeOffset now) => this with
    {
        Shards = shards,
        Next = null,
        Seen = Seen is [.., var last] && last.Shards == shards ? Seen : [.. Seen.TakeLast(MostSeen - 1), new SeenCount(Minutes.Whole(now), shards)],
    };
}
