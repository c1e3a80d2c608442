using Shardwise.Local;

namespace Shardwise.Cli.Tests;

public sealed class LogOutputTests : IDisposable
{
    private static readonly FunctionLogLine Line = new("EtlABCDEF01", "Orders-Etl", FunctionLogSource.Output, "took one", "0123456789abcdef");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_gets_a_line_a_line()
    {
        var file = Path.Combine(folder.Path, "functions.log");
        using (var logs = LogOutput.Open(file, TextWriter.Null))
        {
            logs.Print(Line);
            Assert.Null(logs.Problem);
        }

        Assert.Matches("^[0-9:.]{12} Etl 01234567 took one\n$", File.ReadAllText(file));
    }

    [Fact]
    public void A_hyphen_is_standard_output()
    {
        using var output = new StringWriter();
        using var logs = LogOutput.Open("-", output);

        logs.Print(Line);

        Assert.EndsWith(" Etl 01234567 took one\n", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_refused_at_once()
    {
        var file = Path.Combine(folder.Path, "nowhere", "functions.log");

        var refused = Assert.Throws<InputException>(() => LogOutput.Open(file, TextWriter.Null));

        Assert.Equal($"--logs is \"{file}\", which cannot be written; a file in a folder that is there, or - for standard output, is needed", refused.Message);
    }

    [LinuxFact]
    public void A_disk_that_fills_up_stops_the_log_and_not_the_function()
    {
        using var logs = LogOutput.Open("/dev/full", TextWriter.Null);

        logs.Print(Line);

        Assert.Equal("not all of the functions' lines could be written to /dev/full: is the disk full?", logs.Problem);
    }
}
