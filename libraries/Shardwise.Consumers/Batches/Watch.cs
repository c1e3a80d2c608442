namespace Shardwise.Consumers;

/// <summary>Sees to it that what outlasts the time for processing is remembered, while it still goes on.</summary>
internal sealed class Watch : IAsyncDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationTokenRegistration _registration;
    private Task _written = Task.CompletedTask;

    public Watch(BatchProgress progress, Deadline deadline, TimeProvider timeProvider) => _registration = deadline.Processing.Register(() =>
        _written = WriteAsync(progress, deadline, timeProvider));

    /// <summary>The end of processing: nothing is written after it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _registration.DisposeAsync();
        await _ended.CancelAsync();
        await _written;
        _ended.Dispose();
    }

    // What looks at its token has ended by then, or is about to.
    private async Task WriteAsync(BatchProgress progress, Deadline deadline, TimeProvider timeProvider)
    {
        await Task.Delay(deadline.Grace, timeProvider, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_ended.IsCancellationRequested)
        {
            await progress.WriteUnderWayAsync(deadline.Finishing);
        }
    }
}
