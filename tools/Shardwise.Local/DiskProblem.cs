using System.Globalization;

namespace Shardwise.Local;

/// <summary>Says what a disk that does not take a write is short of.</summary>
internal static class DiskProblem
{
    // What the operating systems say of a disk, or a quota of it, that is full.
    private const int NoSpaceOnUnix = 28;
    private const int QuotaOnLinux = 122;
    private const int QuotaOnMacOS = 69;
    private const int NoSpaceOnWindows = unchecked((int)0x80070070);

    /// <summary>One sentence about a write that failed.</summary>
    /// <param name="folder">The folder that was written to.</param>
    /// <param name="exception">Why: an <see cref="IOException"/> or an <see cref="UnauthorizedAccessException"/>.</param>
    public static string Describe(string folder, Exception exception)
    {
        if (exception is not IOException { HResult: NoSpaceOnUnix or QuotaOnLinux or QuotaOnMacOS or NoSpaceOnWindows })
        {
            return exception is UnauthorizedAccessException
                ? $"the data folder '{folder}' cannot be written: permission denied"
                : $"the data folder '{folder}' cannot be written: {exception.Message}";
        }

        return $"the disk of the data folder '{folder}' is full{Free(folder)}";
    }

    private static string Free(string folder)
    {
        try
        {
            return string.Create(CultureInfo.InvariantCulture, $" ({new DriveInfo(folder).AvailableFreeSpace / 1_000_000.0:0.0} MB are free)");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // What is free is an addition; that the disk takes nothing is the news.
            return "";
        }
    }
}
