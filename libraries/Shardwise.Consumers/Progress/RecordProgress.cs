using System.Collections.ObjectModel;

namespace Shardwise.Consumers;

/// <summary>Which user records of a Kinesis record are done, and which have outlasted their deliveries. A store keeps both.</summary>
/// <param name="Position">The Kinesis record; <see cref="RecordPosition.IndexInBatch"/> means nothing here.</param>
/// <param name="Done">The sub-sequence numbers of those done, ascending.</param>
public sealed record RecordProgress(RecordPosition Position, IReadOnlyList<int> Done)
{
    /// <summary>
    /// How many deliveries a user record has outlasted, by sub-sequence number: see <see cref="ConsumerOptions.MaxDeliveries"/>. A store that does
    /// not keep it has such records come again until the mapping gives them up.
    /// </summary>
    /// <value>By default of none, as it nearly always is.</value>
    public IReadOnlyDictionary<int, int> Outlasted { get; init; } = ReadOnlyDictionary<int, int>.Empty;

    /// <summary>Whether there is nothing to remember: a store forgets what it has of the record.</summary>
    public bool IsNothing => Done.Count == 0 && Outlasted.Count == 0;
}
