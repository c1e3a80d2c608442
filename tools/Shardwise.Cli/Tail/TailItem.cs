namespace Shardwise.Cli.Tail;

/// <summary>What a line is of: a user record, or what it was taken out of one.</summary>
/// <param name="Data">Its bytes.</param>
internal sealed record TailItem(ReadOnlyMemory<byte> Data)
{
    /// <summary>Where it comes from, for an event of CloudWatch Logs.</summary>
    public LogOrigin? Origin { get; init; }

    /// <summary>Why it is shown as it came; <see langword="null"/> where nothing was wrong with it.</summary>
    public string? Broken { get; init; }
}
