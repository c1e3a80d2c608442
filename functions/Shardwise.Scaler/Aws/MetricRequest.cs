namespace Shardwise.Scaler.Aws;

/// <summary>What is to be read of one stream, minute by minute.</summary>
internal sealed record MetricRequest(string Stream, IReadOnlyList<MetricQuery> Queries, DateTimeOffset Start, DateTimeOffset End);
