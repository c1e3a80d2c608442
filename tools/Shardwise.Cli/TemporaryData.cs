namespace Shardwise.Cli;

/// <summary>A folder of its own among the system's temporary ones, which goes with the run.</summary>
internal sealed class TemporaryData : IDisposable
{
    // A process that was just killed may still be writing: it has gone within moments.
    private const int Tries = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private TemporaryData(string folder) => Folder = folder;

    /// <summary>Its path.</summary>
    public string Folder { get; }

    /// <summary>Whether it stays.</summary>
    public bool IsKept { get; set; }

    /// <summary>Makes one.</summary>
    /// <param name="prefix">What its name begins with.</param>
    /// <exception cref="FailureException">There is no room for it.</exception>
    public static TemporaryData Make(string prefix)
    {
        try
        {
            return new TemporaryData(Directory.CreateTempSubdirectory(prefix).FullName);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FailureException($"no folder can be made in {Path.GetTempPath()} (is the disk full?); TMPDIR names another place", exception);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        for (var tries = 1; !IsKept && Directory.Exists(Folder); tries++)
        {
            try
            {
                Directory.Delete(Folder, recursive: true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                if (tries == Tries)
                    return;
                Thread.Sleep(Pause);
            }
        }
    }
}
