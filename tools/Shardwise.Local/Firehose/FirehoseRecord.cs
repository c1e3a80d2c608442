namespace Shardwise.Local.Firehose;

/// <summary>One record on its way through a delivery stream.</summary>
internal sealed record FirehoseRecord
{
    /// <summary>The id that a transforming function sees, and has to give back.</summary>
    public required string RecordId { get; init; }

    public required DateTimeOffset Arrival { get; init; }

    /// <summary>As processed so far.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>As it arrived: what is backed up, and what failures keep.</summary>
    public required ReadOnlyMemory<byte> Original { get; init; }

    /// <summary>Told when the record is delivered, dropped, or with the failures.</summary>
    public required Receipt Receipt { get; init; }

    /// <summary>Where it was in its stream; null for one that was put directly.</summary>
    public StreamPosition? Position { get; init; }

    public PrefixValues Keys { get; init; } = PrefixValues.None;
}
