using System.Text;
using System.Threading.Channels;

namespace Shardwise.Cli.Tests.Local;

/// <summary>A <c>shardwise local</c> that runs until it is stopped; its lines are read as they come.</summary>
internal sealed class LocalRun : IAsyncDisposable
{
    /// <summary>Several pipelines side by side would each have a part of a core, and leave folders in one another's sight.</summary>
    public const string OneAtATime = "One local pipeline at a time";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly CancellationTokenSource _stop = new();
    private readonly LineWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly Task<int> _run;
    private readonly List<string> _lines = [];

    public LocalRun(params string[] arguments) => _run = CommandLine.RunAsync(["local", .. arguments], _error, _stop.Token, _output);

    public string Endpoint { get; private set; } = "";

    /// <summary>Reads until a line that fulfils a condition; what was read before counts.</summary>
    public async Task<string> UntilAsync(Func<string, bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        if (_lines.Find(line => condition(line)) is { } there)
        {
            return there;
        }

        while (true)
        {
            string line = await _output.Lines.ReadAsync(patience.Token);
            _lines.Add(line);
            if (condition(line))
            {
                return line;
            }
        }
    }

    public async Task StartedAsync()
    {
        var line = await UntilAsync(line => line.StartsWith("Running at ", StringComparison.Ordinal));
        Endpoint = line.Split(' ')[2];
        await UntilAsync(candidate => candidate.StartsWith("  export ", StringComparison.Ordinal));
    }

    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Runs a control command against it.</summary>
    public async Task<(string Output, string Error, int ExitCode)> AskAsync(params string[] arguments)
    {
        using var error = new StringWriter();
        using var output = new StringWriter();
        int exitCode = await CommandLine.RunAsync(["local", .. arguments, "--endpoint", Endpoint], error, CancellationToken.None, output).WaitAsync(Patience);
        return (output.ToString().Trim(), error.ToString().Trim(), exitCode);
    }

    /// <summary>Stops it as Ctrl-C does.</summary>
    public async Task<(string Error, int ExitCode)> StopAsync()
    {
        await _stop.CancelAsync();
        int exitCode = await _run.WaitAsync(Patience);
        return (_error.ToString().Trim(), exitCode);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.WaitAsync(Patience);
        _stop.Dispose();
    }

    private sealed class LineWriter : TextWriter
    {
        private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
        private readonly StringBuilder _line = new();

        public ChannelReader<string> Lines => _lines.Reader;

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value)
        {
            lock (_line)
            {
                if (value != '\n')
                {
                    _line.Append(value);
                    return;
                }

                _lines.Writer.TryWrite(_line.ToString().TrimEnd('\r'));
                _line.Clear();
            }
        }
    }
}
