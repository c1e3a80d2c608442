namespace Shardwise.Local.Firehose;

/// <summary>An object that is ready to be put.</summary>
internal sealed record FormattedObject
{
    /// <summary>Null: no record was left.</summary>
    public required byte[]? Body { get; init; }

    /// <summary>What its name ends with, unless the destination says otherwise.</summary>
    public required string Extension { get; init; }

    public string? ContentEncoding { get; init; }

    /// <summary>The records that are not in it.</summary>
    public IReadOnlyList<FailedRecord> Failed { get; init; } = [];
}
