namespace Shardwise.Local.Page;

/// <summary>A record of a stream, taken apart.</summary>
internal sealed record UnpackedRecord
{
    /// <summary>Its size as it lies in the stream, in bytes.</summary>
    public required int Size { get; init; }

    /// <summary>Whether it is a KPL aggregate.</summary>
    public required bool IsAggregate { get; init; }

    /// <summary>Why it could not be taken apart; null where it could.</summary>
    public string? Problem { get; init; }

    /// <summary>How many user records it holds; 1 where it is none of the KPL's.</summary>
    public required int Count { get; init; }

    /// <summary>The first of them, as many as a person reads.</summary>
    public required IReadOnlyList<UnpackedPart> Parts { get; init; }
}
