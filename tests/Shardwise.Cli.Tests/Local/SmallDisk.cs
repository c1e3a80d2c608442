using System.Diagnostics;
using System.Globalization;

namespace Shardwise.Cli.Tests.Local;

/// <summary>Runs the command where a folder is a small disk of its own: a tmpfs in a mount namespace that ends with the command.</summary>
internal static class SmallDisk
{
    public static bool IsPossible
    {
        get
        {
            if (!OperatingSystem.IsLinux())
            {
                return false;
            }

            try
            {
                using var tried = Process.Start(Unshare(Path.GetTempPath(), 1, ["true"]))!;
                tried.WaitForExit();
                return tried.ExitCode == 0;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return false;
            }
        }
    }

    public static Process Start(string folder, int megabytes, params string[] arguments) =>
        Process.Start(Unshare(folder, megabytes, ["dotnet", typeof(CommandLine).Assembly.Location, .. arguments]))!;

    private static ProcessStartInfo Unshare(string folder, int megabytes, string[] command)
    {
        string script = string.Create(CultureInfo.InvariantCulture, $"mount -t tmpfs -o size={megabytes}m tmpfs \"$0\" && exec \"$@\"");
        return new ProcessStartInfo("unshare", ["--map-root-user", "--mount", "sh", "-c", script, folder, .. command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }
}
