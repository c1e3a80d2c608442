using System.Diagnostics;

namespace Shardwise.Local.Functions;

/// <summary>One event on its way through a function.</summary>
internal sealed class Invocation(ReadOnlyMemory<byte> payload)
{
    private readonly TaskCompletionSource<InvocationResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _began;
    private long _ended;

    public string RequestId { get; } = Guid.NewGuid().ToString();

    public ReadOnlyMemory<byte> Payload { get; } = payload;

    public Task<InvocationResult> Result => _result.Task;

    /// <summary>How long a process had it, real time; zero where none did.</summary>
    public TimeSpan Duration => _began == 0 || _ended == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(_began, _ended);

    /// <summary>A process has it.</summary>
    public void Begin() => _began = Stopwatch.GetTimestamp();

    /// <summary>False where it has ended already: of a timeout and a late answer the first counts.</summary>
    public bool TryEnd(InvocationResult result)
    {
        if (_ended == 0)
        {
            _ended = Stopwatch.GetTimestamp();
        }

        return _result.TrySetResult(result);
    }
}
