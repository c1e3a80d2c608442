namespace Shardwise.Local.Template;

/// <summary>A stream as the template asks for it; no shard count means on-demand.</summary>
internal sealed record StreamDefinition(string LogicalId, string Name, string Arn, int? ShardCount, int RetentionHours);
