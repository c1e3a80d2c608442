using System.ComponentModel;
using System.Diagnostics;

namespace Shardwise.Local.Tests.Services.Clients;

/// <summary>A script beside these tests, run by the client that it is written for.</summary>
internal static class ClientScript
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Task<string> NodeAsync(string script, Uri endpoint, params string[] arguments) =>
        RunAsync("node", [Of(script), LocalServicesFixture.NodeModules, endpoint.ToString(), .. arguments]);

    /// <summary>What boto3 printed; null where it is not installed.</summary>
    public static async Task<string?> PythonAsync(string script, Uri endpoint, params string[] arguments) =>
        await HasAsync("python3", "-c", "import boto3") ? await RunAsync("python3", [Of(script), endpoint.ToString(), .. arguments]) : null;

    /// <summary>What the AWS command line printed; null where it is not installed.</summary>
    public static async Task<string?> AwsAsync(Uri endpoint, params string[] arguments) => await HasAsync("aws", "--version")
        ? await RunAsync("aws", ["--endpoint-url", endpoint.ToString(), "--output", "json", .. arguments])
        : null;

    private static string Of(string script) => Path.Combine(AppContext.BaseDirectory, "Services", "Clients", script);

    private static async Task<bool> HasAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Start(program, arguments);
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static async Task<string> RunAsync(string program, string[] arguments)
    {
        using var process = Start(program, arguments);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var late = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} has not ended within {Patience.TotalSeconds} s; it printed: {await output}");
        }

        Assert.True(await error is "", $"{await error}\n{await output}");
        return (await output).Trim();
    }

    private static Process Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NODE_NO_WARNINGS"] = "1";
        start.Environment["AWS_ACCESS_KEY_ID"] = "local";
        start.Environment["AWS_SECRET_ACCESS_KEY"] = "local";
        start.Environment["AWS_DEFAULT_REGION"] = "us-east-1";
        start.Environment["AWS_CONFIG_FILE"] = start.Environment["AWS_SHARED_CREDENTIALS_FILE"] = "/nowhere";
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}
