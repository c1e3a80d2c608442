namespace Shardwise.LocalKinesis;

/// <summary>One sample of what Kinesis reports to CloudWatch, namespace <c>AWS/Kinesis</c>.</summary>
/// <param name="StreamName">The dimension <c>StreamName</c>.</param>
/// <param name="ShardId">The dimension <c>ShardId</c> of a shard-level metric; null at stream level.</param>
/// <param name="Name">The metric, such as <c>IncomingBytes</c>.</param>
/// <param name="Value">The sample, in what was really sent (not divided by <see cref="LocalKinesisOptions.ShardFraction"/>).</param>
/// <param name="Timestamp">When, by the clock of the options.</param>
public readonly record struct KinesisMetric(string StreamName, string? ShardId, string Name, double Value, DateTimeOffset Timestamp);
