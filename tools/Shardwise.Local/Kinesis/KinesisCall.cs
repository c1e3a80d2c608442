namespace Shardwise.Local;

/// <summary>One Kinesis API call, as a fault injector sees it.</summary>
/// <param name="Operation">The API's name of the operation, such as <c>PutRecords</c>.</param>
/// <param name="StreamName">The stream, where the request names one.</param>
public sealed record KinesisCall(string Operation, string? StreamName);
