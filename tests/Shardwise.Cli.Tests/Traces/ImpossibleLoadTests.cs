namespace Shardwise.Cli.Tests.Traces;

/// <summary>Loads that no stream can have: found by <c>build.cs fuzz</c>, as an exception out of the policy.</summary>
public sealed class ImpossibleLoadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_trace_with_more_load_than_any_stream_takes_is_refused_by_every_command_that_reads_it()
    {
        var trace = Write("0,10,10\n1,1e308,5\n");
        var error = $"shardwise: {trace} offers 1.67E+303 shards' load in minute 1; at most 1,000,000 are allowed\n";

        Assert.Equal((ExitCode.BadInput, error), await RunAsync("simulate", trace, "--policy", "balanced"));
        Assert.Equal((ExitCode.BadInput, error), await RunAsync("plan", "--trace", trace));
    }

    [Fact]
    public async Task So_is_a_scale_that_makes_it_one()
    {
        var trace = Write("0,60000,10\n");

        Assert.Equal(
            (ExitCode.BadInput, $"shardwise: {trace} at --scale 2000000 offers 2E+06 shards' load in minute 0; at most 1,000,000 are allowed\n"),
            await RunAsync("simulate", trace, "--scale", "2000000", "--policy", "balanced"));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<(int ExitCode, string Error)> RunAsync(params string[] arguments)
    {
        using var error = new StringWriter();
        var exitCode = await CommandLine.RunAsync(arguments, error, CancellationToken.None, TextWriter.Null);
        return (exitCode, error.ToString());
    }

    private string Write(string rows)
    {
        var path = Path.Combine(_folder.Path, "load.csv");
        File.WriteAllText(path, "minute,records,bytes\n" + rows);
        return path;
    }
}
