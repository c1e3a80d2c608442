namespace Shardwise.Local.EventSources;

/// <summary>How far a shard is settled.</summary>
/// <param name="Settled">The last record before which none is open; null where there is none.</param>
/// <param name="Lanes">The last settled record of each lane, null where there is none; empty for a shard of one lane.</param>
internal sealed record ShardCheckpoint(string? Settled, IReadOnlyList<string?> Lanes)
{
    private const string ShardEnd = "SHARD_END";

    /// <summary>All of the shard is settled, and it is closed.</summary>
    public static ShardCheckpoint End { get; } = new(ShardEnd, []);

    public bool IsEnd => Settled == ShardEnd;

    public static ShardCheckpoint Parse(string text)
    {
        string?[] lines = [.. text.Split('\n').Select(line => line.Length == 0 ? null : line)];
        return new ShardCheckpoint(lines[0], lines[1..]);
    }

    /// <summary>
    /// Whether a record of a lane is settled though an earlier one of another lane is not; only where there are as many lanes as there were.
    /// </summary>
    public bool HasSettled(int lane, int lanes, string sequenceNumber) =>
        Lanes.Count == lanes && Lanes[lane] is { } last && SequenceNumber.Compare(sequenceNumber, last) <= 0;

    public override string ToString() => string.Join('\n', [Settled, .. Lanes]);
}
