namespace Shardwise.LambdaHost;

/// <summary>One event, and what the runtime says of it.</summary>
internal sealed record NextInvocation
{
    public required string RequestId { get; init; }

    public required DateTimeOffset Deadline { get; init; }

    public required string FunctionArn { get; init; }

    public required string TraceId { get; init; }

    public required byte[] Payload { get; init; }
}
