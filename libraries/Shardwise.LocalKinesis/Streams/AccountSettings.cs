namespace Shardwise.LocalKinesis.Streams;

/// <summary>The commitment of on-demand streams that an account has made in a region.</summary>
internal sealed record AccountSettings(bool IsEnabled, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt);
