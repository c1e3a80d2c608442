using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Shardwise.Local.Functions;

namespace Shardwise.Local.Tests.Runtime;

public sealed class LambdaHostTests
{
    private const string Upper = "Shardwise.Local.TestFunctions::Shardwise.Local.TestFunctions.Shapes::Upper";

    [Fact]
    public async Task The_host_ends_when_its_parent_is_gone_although_it_waits_for_an_event()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var process = Start(BuiltFiles.TestFunctions, Upper, silent.LocalEndpoint.ToString());
        using var connection = await silent.AcceptTcpClientAsync().WaitAsync(FunctionFixture.Patience);

        process.StandardInput.Close();

        await process.WaitForExitAsync().WaitAsync(FunctionFixture.Patience);
        Assert.Equal(137, process.ExitCode);
    }

    [Fact]
    public async Task The_host_ends_quietly_when_the_runtime_api_is_gone()
    {
        var (exitCode, error) = await RunAsync(BuiltFiles.TestFunctions, Upper, UnusedAddress());

        Assert.Equal((0, ""), (exitCode, error));
    }

    [Fact]
    public async Task A_handler_without_a_serializer_is_one_clear_line()
    {
        var (exitCode, error) = await RunAsync(
            AppContext.BaseDirectory, "Shardwise.Local.Tests::Shardwise.Local.Tests.Runtime.WithoutSerializer::Handle", UnusedAddress());

        Assert.Equal(1, exitCode);
        Assert.Equal(
            "handler method Shardwise.Local.Tests.Runtime.WithoutSerializer.Handle: there is no serializer; put [assembly: LambdaSerializer(typeof(...))] on its assembly, or take and return Stream\n",
            error);
    }

    [Fact]
    public async Task The_host_without_arguments_or_without_an_api_says_what_it_needs()
    {
        using var bare = Start([], null);

        Assert.Equal(
            "usage: Shardwise.LambdaHost DIRECTORY ASSEMBLY::TYPE::METHOD, with AWS_LAMBDA_RUNTIME_API set\n", await bare.StandardError.ReadToEndAsync());
        Assert.Equal((2, "AWS_LAMBDA_RUNTIME_API is not set: it is host:port, where the Lambda Runtime API answers\n"), await RunAsync("x", "y", null));
    }

    private static async Task<(int ExitCode, string Error)> RunAsync(string directory, string handler, string? api)
    {
        using var process = Start([directory, handler], api);
        string error = await process.StandardError.ReadToEndAsync().WaitAsync(FunctionFixture.Patience);
        await process.WaitForExitAsync().WaitAsync(FunctionFixture.Patience);
        return (process.ExitCode, error);
    }

    private static Process Start(string directory, string handler, string? api) => Start([directory, handler], api);

    private static Process Start(string[] arguments, string? api)
    {
        var start = new ProcessStartInfo(DotnetHost.Executable, [BuiltFiles.LambdaHost, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        start.Environment["AWS_LAMBDA_RUNTIME_API"] = api;
        return Process.Start(start)!;
    }

    private static string UnusedAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener.LocalEndpoint.ToString()!;
    }
}
