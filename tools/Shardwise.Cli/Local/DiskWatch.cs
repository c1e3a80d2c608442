using System.Globalization;

namespace Shardwise.Cli.Local;

/// <summary>Ends a run before its disk is full: what a service cannot write it cannot keep, and the last bytes are other programs' too.</summary>
internal static class DiskWatch
{
    /// <summary>So little is full: 16 MiB.</summary>
    public const long LeastFree = 16L * 1024 * 1024;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Looks until it is cancelled.</summary>
    /// <param name="folder">A folder on the disk.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FailureException">The disk is full.</exception>
    public static async Task RunAsync(string folder, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval);
        do
        {
            Check(folder);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <exception cref="FailureException">The disk is full.</exception>
    public static void Check(string folder)
    {
        long free = new DriveInfo(Existing(Path.GetFullPath(folder))).AvailableFreeSpace;
        if (free < LeastFree)
        {
            throw new FailureException(string.Create(
                CultureInfo.InvariantCulture,
                $"the disk of '{folder}' is full: {free / 1_048_576} MiB are free, and {LeastFree / 1_048_576} are needed; "
                + $"make room there, or name a folder on another disk with --data"));
        }
    }

    // A folder that is to be made will be on the disk of the one that it is made in.
    private static string Existing(string folder) =>
        Directory.Exists(folder) || Path.GetDirectoryName(folder) is not { } parent ? folder : Existing(parent);
}
