namespace Shardwise.LocalKinesis;

/// <summary>One Kinesis API call, as a fault sees it.</summary>
/// <param name="Operation">The API's name of the operation, such as <c>PutRecords</c>.</param>
/// <param name="StreamName">The stream, where the request names one or carries its iterator.</param>
public sealed record KinesisCall(string Operation, string? StreamName);
