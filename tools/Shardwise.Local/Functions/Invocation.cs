namespace Shardwise.Local.Functions;

/// <summary>One event on its way through a function.</summary>
internal sealed class Invocation(ReadOnlyMemory<byte> payload)
{
    private readonly TaskCompletionSource<InvocationResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string RequestId { get; } = Guid.NewGuid().ToString();

    public ReadOnlyMemory<byte> Payload { get; } = payload;

    public Task<InvocationResult> Result => _result.Task;

    /// <summary>False where it has ended already: of a timeout and a late answer the first counts.</summary>
    public bool TryEnd(InvocationResult result) => _result.TrySetResult(result);
}
