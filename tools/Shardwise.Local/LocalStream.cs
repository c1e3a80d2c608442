namespace Shardwise.Local;

/// <summary>A Kinesis stream of the template that runs here.</summary>
/// <param name="LogicalId">Its logical id in the template.</param>
/// <param name="Name">Its stream name, as the functions see it.</param>
/// <param name="Arn">Its ARN, as the functions see it.</param>
public sealed record LocalStream(string LogicalId, string Name, string Arn);
