namespace Shardwise.Producer;

/// <summary>Makes calls end in time, whatever a client does with its token.</summary>
internal static class BoundedCall
{
    /// <exception cref="OperationCanceledException">There was no answer within the time for a request, or it was not wanted any more.</exception>
    public static async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, ProducerOptions options, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.RequestTimeout, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        Task<T> answer = call(either.Token);
        // One that is not waited for any more may fail later, which is nobody's news.
        _ = answer.ContinueWith(
            static late => _ = late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return await answer.WaitAsync(either.Token).ConfigureAwait(false);
    }
}
