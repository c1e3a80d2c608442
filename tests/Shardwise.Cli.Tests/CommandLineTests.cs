using System.Diagnostics;
using System.Globalization;

namespace Shardwise.Cli.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_bad_trace_is_one_line_and_exit_code_2()
    {
        var path = folder.Write("bad.csv", "minute,records,bytes\n0,1,1\n1,x,1\n");

        await AssertFails(["demo", "--trace", path], ExitCode.BadInput, $"shardwise: {path}, line 3: records is \"x\"; a number is needed");
    }

    [Fact]
    public async Task More_minutes_than_a_trace_has_are_refused()
    {
        var path = folder.Write("short.csv", "minute,records,bytes\n0,1,1\n");

        await AssertFails(["demo", "--trace", path, "--minutes", "5"], ExitCode.BadInput, $"shardwise: --minutes is 5; {path} has 1");
    }

    [Theory]
    [InlineData("--speed", "0", "shardwise: --speed is 0; 1 to 3600 is allowed")]
    [InlineData("--port", "70000", "shardwise: --port is 70000; 0 to 65535 is allowed")]
    [InlineData("--records", "5", "shardwise: --records is 5; 1000 to 5000000 is allowed")]
    [InlineData("--records", "5000001", "shardwise: --records is 5000001; 1000 to 5000000 is allowed")]
    [InlineData("--minutes", "3", "shardwise: --minutes is 3; 10 or more is allowed")]
    [InlineData("--minutes", "many", "shardwise: --minutes is \"many\"; a number is needed")]
    [InlineData("--assembly", "nowhere", "shardwise: there is no cloud assembly at nowhere: \"dotnet run build.cs -- demo\" makes it")]
    public async Task A_bad_option_is_one_line_and_exit_code_2(string option, string value, string message) =>
        await AssertFails(["demo", option, value], ExitCode.BadInput, message);

    [Fact]
    public async Task A_missing_function_host_is_one_line_and_exit_code_2() =>
        await AssertFails(
            ["demo", "--assembly", folder.Path, "--lambda-host", "nowhere.dll"],
            ExitCode.BadInput,
            "shardwise: there is no function host at nowhere.dll: \"dotnet run build.cs -- demo\" makes it");

    [Fact]
    public async Task An_option_without_its_value_is_one_line_and_exit_code_2() =>
        await AssertFails(["demo", "--trace"], ExitCode.BadInput, "shardwise: Required argument missing for option: '--trace'");

    [Fact]
    public async Task Without_a_command_the_help_is_printed()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        Assert.Equal(ExitCode.Success, await CommandLine.RunAsync([], error, CancellationToken.None, output));
        Assert.Equal("", error.ToString());
        Assert.Contains("simulate", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("local", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_the_packages()
    {
        using var output = new StringWriter();

        Assert.Equal(ExitCode.Success, await CommandLine.RunAsync(["--version"], TextWriter.Null, CancellationToken.None, output));
        Assert.Matches("^[0-9]+\\.[0-9]+\\.[0-9]+(-[a-z0-9.]+)?\n$", output.ToString().ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("INT", ExitCode.Interrupted)]
    [InlineData("TERM", ExitCode.Terminated)]
    public async Task A_signal_ends_a_command_in_order_with_the_exit_code_that_shells_give_it(string signal, int exitCode)
    {
        // Where a shell has started the tests in the background, they and all that they start would ignore Ctrl-C.
        string[] heeding = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", "dotnet"] : ["dotnet"];
        var start = new ProcessStartInfo(
            heeding[0], [.. heeding[1..], Path.Combine(AppContext.BaseDirectory, "shardwise.dll"), "local", "--streams", "a:1", "--port", "0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        Assert.StartsWith("Kinesis answers at ", await process.StandardOutput.ReadLineAsync(), StringComparison.Ordinal);

        using var kill = Process.Start("kill", ["-" + signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync(patience.Token);

        Assert.Equal(exitCode, process.ExitCode);
        Assert.Equal("shardwise: stopped; nothing is left running", (await process.StandardError.ReadToEndAsync()).TrimEnd());
    }

    [Theory]
    [InlineData("plan clicks")]
    [InlineData("scaler status clicks")]
    [InlineData("scaler pause clicks")]
    public async Task Every_command_that_calls_warns_where_a_profiles_calls_go_to_another_machine_without_TLS(string command)
    {
        var (_, _, error) = await BareProcess.RunAsync(folder, $"{command} --endpoint http://kinesis.invalid:4567 --profile mine");

        Assert.Equal(
            "warning: kinesis.invalid is another machine and --endpoint has no TLS: data, and a session token of the profile \"mine\", go there unencrypted",
            error.Split('\n')[0]);
    }

    [Fact]
    public async Task An_unknown_command_is_one_line_and_exit_code_2() =>
        await AssertFails(["dance"], ExitCode.BadInput, "shardwise: \"dance\" is no command or option here; see \"shardwise --help\"");

    private static async Task AssertFails(string[] arguments, int exitCode, string message)
    {
        using var error = new StringWriter();

        Assert.Equal(exitCode, await CommandLine.RunAsync(arguments, error, CancellationToken.None));
        Assert.Equal(message + Environment.NewLine, error.ToString());
    }
}
