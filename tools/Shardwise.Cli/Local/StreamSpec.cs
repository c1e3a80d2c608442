namespace Shardwise.Cli.Local;

/// <summary>A stream to make.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shards">Its shards; null makes it on-demand.</param>
public sealed record StreamSpec(string Name, int? Shards);
