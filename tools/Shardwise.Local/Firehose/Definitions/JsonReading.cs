namespace Shardwise.Local.Firehose;

/// <summary>How JSON members become columns.</summary>
internal sealed record JsonReading
{
    public bool IsCaseInsensitive { get; init; } = true;

    public bool DotsAreUnderscores { get; init; }

    /// <summary>Column to member, where they differ.</summary>
    public IReadOnlyDictionary<string, string> Members { get; init; } = new Dictionary<string, string>();

    /// <summary>Java patterns of times that are neither ISO nor numbers; <c>millis</c> and <c>seconds</c> too.</summary>
    public IReadOnlyList<string> TimestampFormats { get; init; } = [];
}
