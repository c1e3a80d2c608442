using System.Globalization;
using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace Shardwise.EndToEnd.Tests;

[Collection(ReferencePipeline.OneAtATime)]
public sealed partial class DemoTests(ITestOutputHelper log)
{
    [Fact]
    public async Task The_demo_delivers_every_record_and_the_stream_grows_and_shrinks()
    {
        // Up for a quarter of an hour, then quiet for long enough that a scale-down is due.
        var trace = Path.Combine(Path.GetTempPath(), $"shardwise-{Guid.NewGuid():N}.csv");
        await File.WriteAllLinesAsync(trace, Enumerable.Range(0, 65).Select(Minute).Prepend("minute,records,bytes"));
        using var demo = new CommandLineProcess("demo", "--plain", "--trace", trace, "--records", "30000");

        var exitCode = await demo.ExitAsync();

        File.Delete(trace);
        log.WriteLine(demo.Output);
        Assert.Equal(("", 0), (demo.Error, exitCode));
        var last = LastLine().Match(demo.LastLine);
        Assert.True(last.Success, demo.LastLine);
        var (recordsIn, recordsOut, dead) = (Number("in"), Number("out"), Number("dead"));
        Assert.Equal(30_000, recordsIn);
        Assert.True(dead > 0, "malformed clicks are among the traffic");
        Assert.Equal(recordsIn, recordsOut + dead);
        var shards = last.Groups["shards"].Value.Split("->").Select(int.Parse).ToArray();
        Assert.Contains(shards.Zip(shards[1..]), step => step.Second > step.First);
        Assert.Contains(shards.Zip(shards[1..]), step => step.Second < step.First);

        int Number(string name) => int.Parse(last.Groups[name].Value, CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Ctrl_C_leaves_one_line_and_no_process()
    {
        if (!OperatingSystem.IsLinux())
        {
            log.WriteLine("Skipped: the processes are looked up in /proc.");
            return;
        }

        using var demo = new CommandLineProcess("demo", "--plain", "--minutes", "40");
        await demo.PrintedAsync("minute 5/40");
        var started = demo.Descendants();

        demo.Interrupt();
        var exitCode = await demo.ExitAsync();

        Assert.Equal(130, exitCode);
        Assert.Equal("shardwise: stopped; nothing is left running", demo.Error.Trim());
        // The functions.
        Assert.True(started.Count >= 2, $"{started.Count} processes were started");
        Assert.DoesNotContain(started, CommandLineProcess.IsAlive);
    }

    [Fact]
    public async Task A_trace_with_a_bad_row_is_refused_before_anything_starts()
    {
        var trace = Path.Combine(Path.GetTempPath(), $"shardwise-{Guid.NewGuid():N}.csv");
        await File.WriteAllLinesAsync(trace, ["minute,records,bytes", "0,100,70000", "1,lots,70000"]);
        using var demo = new CommandLineProcess("demo", "--plain", "--trace", trace);

        var exitCode = await demo.ExitAsync();

        File.Delete(trace);
        Assert.Equal($"shardwise: {trace}, line 3: records is \"lots\"; a number is needed", demo.Error.Trim());
        Assert.Equal(("", 2), (demo.Output, exitCode));
    }

    private static string Minute(int minute)
    {
        var shards = minute switch { < 4 => 1.2, < 16 => 1.2 + (minute - 4) * 0.5, < 20 => 7.0, < 24 => 7.0 - (minute - 19) * 1.3, _ => 1.2 };
        return string.Create(CultureInfo.InvariantCulture, $"{minute},{shards * 60_000:0},{shards * 60_000 * 700:0}");
    }

    [GeneratedRegex(@"^demo: OK in=(?<in>\d+) out=(?<out>\d+) dead=(?<dead>\d+) duplicated=(?<duplicated>\d+) lost=0 shards=(?<shards>\d+(->\d+)+)$")]
    private static partial Regex LastLine();
}
