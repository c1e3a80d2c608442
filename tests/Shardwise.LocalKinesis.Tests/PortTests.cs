using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace Shardwise.LocalKinesis.Tests;

/// <summary>Ports that are not everybody's.</summary>
public sealed class PortTests(ITestOutputHelper output) : IDisposable
{
    private const string FirstOpenPort = "/proc/sys/net/ipv4/ip_unprivileged_port_start";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("shardwise-");

    [Fact]
    public async Task A_port_that_is_not_the_users_to_open_is_one_clear_error()
    {
        if (!File.Exists(FirstOpenPort) || int.Parse((await File.ReadAllTextAsync(FirstOpenPort)).Trim(), CultureInfo.InvariantCulture) <= 1)
        {
            output.WriteLine("Skipped: on this machine everybody may open every port.");
            return;
        }

        try
        {
            Assert.Equal("refused Port 1 on 127.0.0.1 cannot be opened by this user: choose one from 1024, or 0 for a free one.", await RunWithoutTheRightAsync());
        }
        catch (Win32Exception)
        {
            output.WriteLine("Skipped: this user may open every port, and setpriv (Debian: util-linux), which takes that right from a process, is not installed.");
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<string> RunWithoutTheRightAsync()
    {
        string[] command = ["dotnet", typeof(PortTests).Assembly.Location, _folder.FullName, "1"];
        string[] mayOpen = ["setpriv", "--bounding-set", "-net_bind_service", "--inh-caps", "-net_bind_service"];
        string[] all = Environment.IsPrivilegedProcess ? [.. mayOpen, .. command] : command;
        using var process = Process.Start(new ProcessStartInfo(all[0], all[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return (await process.StandardOutput.ReadToEndAsync(patience.Token)).Trim();
    }
}
