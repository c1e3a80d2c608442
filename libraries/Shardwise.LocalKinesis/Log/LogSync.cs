using Microsoft.Win32.SafeHandles;

namespace Shardwise.LocalKinesis.Log;

/// <summary>Brings files to the disk in groups: all that asked while one round lasted are served by the next.</summary>
internal sealed class LogSync
{
    private readonly Lock _lock = new();
    private HashSet<SafeFileHandle> _dirty = [];
    private TaskCompletionSource _round = NewRound();
    private bool _running;

    /// <summary>Completes when what was written to the file before the call is on the disk.</summary>
    public Task RequestAsync(SafeFileHandle file)
    {
        lock (_lock)
        {
            _dirty.Add(file);
            if (!_running)
            {
                _running = true;
                ThreadPool.UnsafeQueueUserWorkItem(static sync => sync.Run(), this, preferLocal: false);
            }

            return _round.Task;
        }
    }

    private static TaskCompletionSource NewRound() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Run()
    {
        while (true)
        {
            HashSet<SafeFileHandle> files;
            TaskCompletionSource round;
            lock (_lock)
            {
                if (_dirty.Count == 0)
                {
                    _running = false;
                    return;
                }

                (files, round) = (_dirty, _round);
                (_dirty, _round) = ([], NewRound());
            }

            Flush(files, round);
        }
    }

    private static void Flush(HashSet<SafeFileHandle> files, TaskCompletionSource round)
    {
        try
        {
            foreach (var file in files)
            {
                try
                {
                    RandomAccess.FlushToDisk(file);
                }
                catch (ObjectDisposedException)
                {
                    // A full segment's file, flushed before it was closed, or one deleted with its stream.
                }
            }

            round.SetResult();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            round.SetException(exception);
        }
    }
}
