namespace Shardwise.Local.EventSources;

/// <summary>Records that are not tried again, and why.</summary>
internal sealed record GivenUp(IReadOnlyList<StreamRecord> Records, string Condition, int Attempts, string? LastError);
