namespace Shardwise.Cli;

/// <summary>
/// A folder of its own among the system's temporary ones, which goes with the run. It is locked for as long as the run lives: so the next one tells
/// it from what a killed one has left, and removes that.
/// </summary>
internal sealed class TemporaryData : IDisposable
{
    private const string LockFile = "lock";

    // A process that was just killed may still be writing: it has gone within moments.
    private const int Tries = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly FileStream _lock;

    private TemporaryData(string folder, FileStream taken) => (Folder, _lock) = (folder, taken);

    /// <summary>Its path.</summary>
    public string Folder { get; }

    /// <summary>Whether it stays.</summary>
    public bool IsKept { get; set; }

    /// <summary>Makes one; those of runs that were killed go.</summary>
    /// <param name="prefix">What its name begins with.</param>
    /// <exception cref="FailureException">There is no room for it.</exception>
    public static TemporaryData Make(string prefix)
    {
        try
        {
            foreach (var left in Directory.GetDirectories(Path.GetTempPath(), prefix + "*"))
                RemoveIfLeft(left);
            var made = Directory.CreateTempSubdirectory($"{prefix}{Environment.ProcessId}-").FullName;
            return new TemporaryData(made, Take(made, FileMode.CreateNew));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FailureException($"no folder can be made in {Path.GetTempPath()} (is the disk full?); TMPDIR names another place", exception);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _lock.Dispose();
        if (IsKept)
        {
            // Without it no later run takes it for one that was left.
            File.Delete(Path.Combine(Folder, LockFile));
            return;
        }

        for (var tries = 1; tries <= Tries && !TryRemove(Folder); tries++)
            Thread.Sleep(Pause);
    }

    // One without the file is just being made, was kept, or is somebody else's.
    private static void RemoveIfLeft(string folder)
    {
        try
        {
            if (!File.Exists(Path.Combine(folder, LockFile)))
                return;
            using (Take(folder, FileMode.Open))
            {
            }

            TryRemove(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Its run lives, or it is another user's.
        }
    }

    private static FileStream Take(string folder, FileMode mode) =>
        new(Path.Combine(folder, LockFile), mode, FileAccess.ReadWrite, FileShare.None);

    private static bool TryRemove(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
