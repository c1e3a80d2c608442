using System.CommandLine;
using System.Text;
using Shardwise.Cli.Local;

namespace Shardwise.Cli.Tests.Local;

public sealed class LocalCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task It_makes_the_streams_says_where_it_answers_and_keeps_what_its_folder_holds()
    {
        var data = Path.Combine(_folder.Path, "data");
        var (first, _, _) = await RunAsync("local", "--port", "0", "--streams", "orders:4,clicks:on-demand,plain", "--data", data);
        Assert.Matches("^Kinesis answers at http://127.0.0.1:[0-9]+/$", first[0]);
        Assert.Equal(["stream clicks: 4 open shards", "stream orders: 4 open shards", "stream plain: 1 open shard"], first[1..]);

        var (again, error, exitCode) = await RunAsync("local", "--port", "0", "--streams", "orders:9", "--data", data);

        Assert.Equal(["stream clicks: 4 open shards", "stream orders: 4 open shards", "stream plain: 1 open shard"], again[1..]);
        Assert.Equal(("shardwise: stopped; nothing is left running", ExitCode.Interrupted), (error.Trim(), exitCode));
    }

    [Theory]
    [InlineData("orders:four", "shardwise: --streams has \"orders:four\"; NAME:SHARDS or NAME:on-demand is needed, as in orders:4")]
    [InlineData("a:1,a:2", "shardwise: --streams has \"a\" twice")]
    [InlineData("a b:1", "shardwise: --streams: 'a b' is not the name of a stream: 1 to 128 of a-z A-Z 0-9 _ . - are allowed.")]
    public async Task A_stream_that_cannot_be_is_one_clear_error(string streams, string message)
    {
        var (_, error, exitCode) = await RunAsync("local", "--port", "0", "--streams", streams);

        Assert.Equal((message, ExitCode.BadInput), (error.Trim(), exitCode));
    }

    [Theory]
    [InlineData("--streams a:1")]
    [InlineData("--port 0 --streams a:1")]
    [InlineData("--streams orders:4,clicks:on-demand --port 4999 --no-limits")]
    [InlineData("--no-limits --data d --streams a:1 --region eu-west-1 --tls-port 5000")]
    public void What_is_read_without_the_parser_is_what_the_parser_reads(string typed)
    {
        string[] arguments = ["local", .. typed.Split(' ', StringSplitOptions.RemoveEmptyEntries)];

        var quick = LocalArguments.TryRead(arguments);

        var parsed = Commands.Parse(arguments);
        Assert.Empty(parsed.Errors);
        var options = quick!.Options;
        Assert.Equal(
            (parsed.GetValue<string>("--streams") ?? "", parsed.GetValue<int>("--port"), parsed.GetValue<int?>("--tls-port"), parsed.GetValue<string>("--data"),
                parsed.GetValue<string>("--region"), parsed.GetValue<bool>("--no-limits")),
            (quick.Streams, options.Port, options.TlsPort, options.DataDirectory, options.Region, !options.EnforceLimits));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("--port 0")]
    [InlineData("--streams a:1 --port four")]
    [InlineData("--streams a:1 --port")]
    [InlineData("--streams a:1 --port 1 --port 2")]
    [InlineData("--streams a:1 --port=4999")]
    [InlineData("--streams a:1 --port -1")]
    [InlineData("--streams --no-limits")]
    [InlineData("--streams @file")]
    [InlineData("--streams a:1 --no-limits false")]
    [InlineData("orders")]
    public void What_is_not_plain_is_left_to_the_parser(string typed) => Assert.Null(LocalArguments.TryRead(["local", .. typed.Split(' ')]));

    [Fact]
    public async Task A_list_with_one_stream_that_cannot_be_leaves_nothing_behind()
    {
        var data = Path.Combine(_folder.Path, "data");

        var (lines, error, exitCode) = await RunAsync("local", "--port", "0", "--streams", "good:1,bad:0", "--data", data);

        Assert.Equal(("shardwise: --streams: A stream of 0 shards: 1 to 20000 are allowed.", ExitCode.BadInput), (error.Trim(), exitCode));
        Assert.Empty(lines);
        Assert.False(Directory.Exists(data));
    }

    [Theory]
    [InlineData("--port", "99999", "shardwise: --port is 99999; it must be from 0 to 65535.")]
    [InlineData("--tls-port", "-1", "shardwise: --tls-port is -1; it must be from 0 to 65535.")]
    [InlineData("--data", "", "shardwise: --data is ''; it must be the path of a folder.")]
    [InlineData("--region", "", "shardwise: --region is ''; it must be 1 to 32 characters.")]
    public async Task An_option_out_of_its_range_is_named_as_it_was_typed(string option, string value, string message)
    {
        var (_, error, exitCode) = await RunAsync("local", option, value);

        Assert.Equal((message, ExitCode.BadInput), (error.Trim(), exitCode));
    }

    public void Dispose() => _folder.Dispose();

    // Stopped as by Ctrl-C once it has said all its lines.
    private static async Task<(string[] Lines, string Error, int ExitCode)> RunAsync(params string[] arguments)
    {
        using var stop = new CancellationTokenSource();
        using var error = new StringWriter();
        await using var output = new StoppingWriter(stop);
        var exitCode = await CommandLine.RunAsync(arguments, error, stop.Token, output).WaitAsync(TimeSpan.FromSeconds(60));
        return (output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), error.ToString(), exitCode);
    }

    private sealed class StoppingWriter(CancellationTokenSource stop) : StringWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override Task FlushAsync(CancellationToken cancellationToken) => stop.CancelAsync();
    }
}
