namespace Shardwise.Scaler.Aws;

/// <summary>One metric of <c>AWS/Kinesis</c> of a stream, or of one of its shards or consumers.</summary>
/// <param name="Id">The name of its series in the answer: a small letter first, then letters, digits and underscores.</param>
/// <param name="Metric">Its name.</param>
/// <param name="Statistic">Sum or Maximum.</param>
/// <param name="Dimension">The second dimension beside StreamName, if any: ShardId or ConsumerName, and its value.</param>
internal sealed record MetricQuery(string Id, string Metric, string Statistic, (string Name, string Value)? Dimension = null);
