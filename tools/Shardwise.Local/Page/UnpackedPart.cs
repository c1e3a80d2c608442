namespace Shardwise.Local.Page;

/// <summary>One user record, for people to look at.</summary>
internal sealed record UnpackedPart
{
    /// <summary>The producer's partition key; null where the record is no aggregate.</summary>
    public string? PartitionKey { get; init; }

    /// <summary>The producer's explicit hash key; null where there is none.</summary>
    public string? ExplicitHashKey { get; init; }

    /// <summary>Its place in the aggregate, from 0.</summary>
    public required int SubSequenceNumber { get; init; }

    /// <summary>Its size as it was put, in bytes.</summary>
    public required int Size { get; init; }

    /// <summary>Its size after gzip was taken off, in bytes; null where it was not packed.</summary>
    public int? UnpackedSize { get; init; }

    /// <summary>What it is: <c>JSON</c>, <c>text</c> or <c>binary</c>.</summary>
    public required string Format { get; init; }

    /// <summary>JSON laid out, the text, or bytes in hexadecimal.</summary>
    public required string Text { get; init; }

    /// <summary>Whether <see cref="Text"/> is only the beginning.</summary>
    public required bool IsCut { get; init; }

    /// <summary>Why its gzip could not be unpacked; null where it could, or has none.</summary>
    public string? Problem { get; init; }
}
