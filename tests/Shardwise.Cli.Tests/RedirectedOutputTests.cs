using System.Diagnostics;
using Shardwise.Kpl;

namespace Shardwise.Cli.Tests;

/// <summary>The command as a process of its own, its output in pipes.</summary>
public sealed class RedirectedOutputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Commands => new()
    {
        "--help", "simulate --help", "plan --help", "tail --help", "redrive --help", "demo --help", "kpl decode --help",
        "simulate trace.csv", "simulate trace.csv --policy balanced --html report.html", "simulate trace.csv --json", "simulate hourly.csv",
        "plan --trace trace.csv --shards 4", "plan --trace trace.csv --json", "plan --trace nowhere.csv", "plan",
        "kpl decode record", "kpl decode trace.csv", "redrive nowhere --region us-east-1 --endpoint http://127.0.0.1:9",
        "tail clicks --endpoint http://127.0.0.1:9 --count 1 --from when", "demo --trace trace.csv --assembly nowhere", "dance",
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Redirected_output_has_no_escape_sequence_whatever_the_terminal(string arguments)
    {
        WriteFiles();
        using var process = Start($"{Command} {arguments}");
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());

        Assert.DoesNotContain('\u001b', await output);
        Assert.DoesNotContain('\u001b', await error);
        await process.WaitForExitAsync();
        Assert.InRange(process.ExitCode, 0, ExitCode.BadInput);
        Assert.True((await output).Length + (await error).Length > 0);
    }

    [Fact]
    public async Task Output_is_added_to_a_file_that_others_write_to()
    {
        WriteFiles();
        using var process = Start($"exec >> log; echo before; {Command} kpl decode record; {Command} kpl decode record; echo after");
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));

        var lines = File.ReadAllLines(Path.Combine(_folder.Path, "log"));
        Assert.Equal(6, lines.Length);
        Assert.Equal(("before", "after"), (lines[0], lines[^1]));
        Assert.Equal(lines[1..3], lines[3..5]);
    }

    [Theory]
    [InlineData("kpl decode many")]
    [InlineData("simulate trace.csv trace.csv trace.csv --policy balanced")]
    public async Task A_reader_that_has_enough_ends_the_command_without_a_word(string arguments)
    {
        WriteFiles();
        using var process = Start($"{Command} {arguments} | head -1; echo ended with ${{PIPESTATUS[0]}}");
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));

        var lines = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("ended with ", lines[1], StringComparison.Ordinal);
        Assert.Contains(lines[1]["ended with ".Length..], (string[])["0", $"{ExitCode.OutputClosed}"]);
        Assert.Equal("", await error);
    }

    [Fact]
    public async Task A_full_disk_is_one_line()
    {
        // Linux has a device that is always full.
        if (!File.Exists("/dev/full"))
            return;
        WriteFiles();
        using var process = Start($"{Command} kpl decode record > /dev/full");
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal((ExitCode.Failure, "shardwise: the output cannot be written (is the disk full?)\n"), (process.ExitCode, error));
    }

    [Fact]
    public async Task A_tail_ends_when_its_reader_has_enough_though_the_stream_goes_on()
    {
        var sequence = 0;
        await using var aws = new AwsEndpoint((operation, _) => operation switch
        {
            "ListShards" => AwsReply.Ok(new { Shards = new[] { new { ShardId = "shardId-000000000000", SequenceNumberRange = new { StartingSequenceNumber = "0" } } } }),
            "GetShardIterator" => AwsReply.Ok(new { ShardIterator = "iterator" }),
            _ => AwsReply.Ok(new { Records = new[] { new { SequenceNumber = $"{++sequence}", PartitionKey = "u", Data = "MQ==" } }, NextShardIterator = "next", MillisBehindLatest = 0 }),
        });
        using var process = Start($"{Command} tail clicks --endpoint {aws.Address} 2> log | head -1; echo ended with ${{PIPESTATUS[0]}}");
        var output = process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal($"ended with {ExitCode.OutputClosed}", (await output).Split('\n')[1]);
        Assert.Single(File.ReadAllLines(Path.Combine(_folder.Path, "log")));
    }

    private static string Command => $"dotnet {Path.Combine(AppContext.BaseDirectory, "shardwise.dll")}";

    private Process Start(string line)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder.Path };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(line);
        // What makes programs believe in a colourful terminal.
        foreach (var (name, value) in new[] { ("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), ("FORCE_COLOR", "1"), ("CLICOLOR_FORCE", "1"), ("DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION", "1") })
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private void WriteFiles()
    {
        _folder.Write("trace.csv", "minute,records,bytes\n" + string.Concat(Enumerable.Range(0, 200).Select(minute => $"{minute},{60_000 * (minute < 100 ? 2 : 6)},1\n")));
        _folder.Write("hourly.csv", "time,records,bytes\n" + string.Concat(Enumerable.Range(0, 24).Select(hour => $"2026-11-20T{hour:00}:00:00Z,3600000,1\n")));
        var builder = new AggregatedRecordBuilder(1_000_000);
        builder.TryAdd("user", "1"u8.ToArray(), null);
        builder.TryAdd("user", "2"u8.ToArray(), null);
        _folder.Write("record", builder.Build().Data);
        for (var i = 0; i < 20_000; i++)
            builder.TryAdd("user", "a record of some length"u8.ToArray(), null);
        _folder.Write("many", builder.Build().Data);
    }
}
