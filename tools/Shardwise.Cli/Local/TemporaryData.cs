using System.Globalization;

namespace Shardwise.Cli.Local;

/// <summary>
/// The folder of a run that keeps nothing. It is locked for as long as the run lives: so the next one tells it from what a killed one has left, and removes
/// that.
/// </summary>
internal sealed class TemporaryData : IDisposable
{
    private const string Prefix = "shardwise-local-";
    private const string LockFile = "lock";

    private readonly FileStream _lock;

    private TemporaryData(string path, FileStream taken) => (Path, _lock) = (path, taken);

    public string Path { get; }

    /// <summary>Makes a folder; those of runs that were killed go.</summary>
    public static TemporaryData Create()
    {
        foreach (string folder in Directory.GetDirectories(System.IO.Path.GetTempPath(), Prefix + "*"))
        {
            RemoveIfLeft(folder);
        }

        string made = Directory.CreateTempSubdirectory(string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-")).FullName;
        return new TemporaryData(made, Take(made, FileMode.CreateNew));
    }

    public void Dispose()
    {
        _lock.Dispose();
        Remove(Path);
    }

    // One without the file is just being made, or somebody else's.
    private static void RemoveIfLeft(string folder)
    {
        try
        {
            if (File.Exists(System.IO.Path.Combine(folder, LockFile)))
            {
                using (Take(folder, FileMode.Open))
                {
                }

                Remove(folder);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Its run lives, or it is another user's.
        }
    }

    private static FileStream Take(string folder, FileMode mode) =>
        new(System.IO.Path.Combine(folder, LockFile), mode, FileAccess.ReadWrite, FileShare.None);

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // A file of a process that is just ending: the next run removes it, or who cleans the system's temporary folder.
        }
    }
}
