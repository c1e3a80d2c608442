using Shardwise.Cli.Demo;

namespace Shardwise.Cli.Tests.Demo;

public sealed class PlainReportTests
{
    [Fact]
    public void A_line_comes_every_five_minutes_and_with_every_change_of_the_scaler()
    {
        using var output = new StringWriter();
        var report = new PlainReport(output);

        for (var minute = 0; minute <= 11; minute++)
        {
            report.Report(Frames.At(minute));
            report.Report(Frames.At(minute));
        }

        var lines = output.ToString().TrimEnd().Split(Environment.NewLine);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("11:45 scaler: 4 -> 8 shards, started: the demand of the last minutes", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("11:10 minute 5/120: offered ", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("11:15 minute 10/120: offered ", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_that_is_too_slow_is_said_once_each_time()
    {
        using var output = new StringWriter();
        var report = new PlainReport(output);
        var frame = Frames.At(0) with { Decision = null };

        foreach (var warning in (string?[])["too slow", "still too slow", null, "again"])
        {
            report.Report(frame with { Warning = warning });
        }

        Assert.Equal(["11:05 slow: too slow", "11:05 slow: again"], output.ToString().TrimEnd().Split(Environment.NewLine));
    }
}
