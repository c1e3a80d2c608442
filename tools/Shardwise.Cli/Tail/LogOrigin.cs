namespace Shardwise.Cli.Tail;

/// <summary>Where an event of CloudWatch Logs comes from.</summary>
/// <param name="Group">Its log group.</param>
/// <param name="Stream">Its log stream.</param>
/// <param name="Id">Its id.</param>
/// <param name="Time">When it happened.</param>
internal sealed record LogOrigin(string? Group, string? Stream, string? Id, DateTimeOffset? Time);
