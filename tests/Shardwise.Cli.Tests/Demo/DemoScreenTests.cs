using Shardwise.Cli.Demo;
using Spectre.Console;

namespace Shardwise.Cli.Tests.Demo;

public sealed class DemoScreenTests
{
    [Theory]
    [InlineData(0, 80, 24)]
    [InlineData(47, 80, 24)]
    [InlineData(119, 80, 24)]
    [InlineData(47, 200, 60)]
    public void A_frame_fits_the_terminal(int minute, int width, int height)
    {
        var lines = Draw(Frames.At(minute), width, height);

        Assert.InRange(lines.Length, 15, height - 1);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
    }

    [Fact]
    public void A_frame_shows_load_stream_records_functions_and_the_scalers_reason()
    {
        var frame = Frames.At(47);
        var last = frame.LastWhole;
        var text = string.Join('\n', Draw(frame, 80, 24));

        Assert.Contains("minute 48 of 120", text, StringComparison.Ordinal);
        Assert.Contains("a local shard is 1/", text, StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"load       offered {last.Offered:0.0}   accepted {last.Accepted:0.0}   throttled {last.Throttled:0.0}   waiting 1,234 records"), text, StringComparison.Ordinal);
        Assert.Contains("stream     4->8 shards  utilization ", text, StringComparison.Ordinal);
        Assert.Contains("iterator age 1.5 min  reshards 2", text, StringComparison.Ordinal);
        Assert.Contains("through the ETL 100,000   dead letters 512", text, StringComparison.Ordinal);
        Assert.Contains("functions  ClickstreamEtl: 1,203 calls, 0 errors, 0 restarts", text, StringComparison.Ordinal);
        Assert.Contains("           Scaler: 47 calls, 1 errors, 1 restarts", text, StringComparison.Ordinal);
        Assert.Contains("scaler     11:45 the demand of the last minutes", text, StringComparison.Ordinal);
        Assert.Contains("[needs]", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80, 24)]
    [InlineData(120, 30)]
    public void A_machine_that_is_too_slow_is_said_within_the_frame(int width, int height)
    {
        var lines = Draw(Frames.At(47) with { Warning = "this machine does not follow 60 times real time: 100,000 records wait to be sent, and nothing is throttled" }, width, height);

        Assert.InRange(lines.Length, 15, height - 1);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
        Assert.Contains(lines, line => line.StartsWith("slow       this machine does not follow 60 times real time: ", StringComparison.Ordinal));
    }

    [Fact]
    public void The_chart_shows_accepted_load_capacity_and_what_is_to_come()
    {
        var text = string.Join('\n', Draw(Frames.At(47), 80, 24));

        Assert.Contains("█", text, StringComparison.Ordinal);
        Assert.Contains("───", text, StringComparison.Ordinal);
        Assert.Contains("····", text, StringComparison.Ordinal);
        Assert.Contains("└0 min", text, StringComparison.Ordinal);
    }

    private static string[] Draw(DemoFrame frame, int width, int height)
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = width;
        console.Profile.Height = height;
        console.Write(DemoScreen.Render(frame, width, height));
        return output.ToString().TrimEnd('\n').Split('\n');
    }
}
