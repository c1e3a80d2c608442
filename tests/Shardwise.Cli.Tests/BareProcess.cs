using System.Diagnostics;
using System.Text;

namespace Shardwise.Cli.Tests;

/// <summary>The command in a process of its own, which finds nothing of this machine's AWS configuration but the profile <c>mine</c>.</summary>
internal static class BareProcess
{
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(TemporaryFolder home, string arguments, string? input = null, Encoding? encoding = null)
    {
        var start = new ProcessStartInfo("dotnet", $"{Path.Combine(AppContext.BaseDirectory, "shardwise.dll")} {arguments}")
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = encoding,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        start.Environment["AWS_SHARED_CREDENTIALS_FILE"] =
            home.Write("aws/credentials", "[mine]\naws_access_key_id = x\naws_secret_access_key = x\nregion = eu-west-1\n");
        start.Environment["AWS_CONFIG_FILE"] = Path.Combine(home.Path, "aws", "config");
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        if (input is not null)
            await process.StandardInput.BaseStream.WriteAsync(await File.ReadAllBytesAsync(input));
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }
}
