using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Shardwise.Local.Firehose;

/// <summary>One jq expression in a jq process that is kept running. A record goes in as a line, and its result comes out as one.</summary>
internal sealed class JqQuery : IAsyncDisposable
{
    /// <summary>What is said where jq is not there.</summary>
    public const string Missing =
        "its records are partitioned by a jq query, and there is no jq on this machine: install jq, 1.6 as AWS has it or later";

    // An expression may loop for ever.
    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(10);

    private readonly string _program;
    private readonly string _jq;
    private Process? _process;

    private JqQuery(string jq, string expression)
    {
        _jq = jq;
        // As text, parsed within: what is no JSON fails as a record and does not end the process. The line end closes a comment of the expression's.
        _program = $"try {{ok: [fromjson | ({expression}\n)]}} catch {{failed: (. | tostring)}}";
    }

    /// <summary>Where jq is; null where it is not installed.</summary>
    public static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Where(folder => folder.Length > 0)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "jq.exe" : "jq"))
        .FirstOrDefault(File.Exists);

    /// <summary>Compiles an expression.</summary>
    /// <exception cref="FormatException">jq does not compile it; the message is jq's first line.</exception>
    public static async Task<JqQuery> StartAsync(string jq, string expression, CancellationToken cancellationToken)
    {
        using var trial = Run(jq, "-n", $"empty | ({expression}\n)");
        string said = await trial.StandardError.ReadToEndAsync(cancellationToken);
        await trial.WaitForExitAsync(cancellationToken);
        return trial.ExitCode == 0 ? new JqQuery(jq, expression) : throw new FormatException(said.Split('\n')[0]);
    }

    /// <summary>Runs the expression over one record.</summary>
    /// <returns>Its one result, or why there is none.</returns>
    public async Task<(JsonElement Result, string? Problem)> RunAsync(ReadOnlyMemory<byte> record, CancellationToken cancellationToken)
    {
        if (OneLine(record) is not { } line)
        {
            return (default, "The record is not valid JSON");
        }

        string? answer = await ExchangeAsync(line, cancellationToken);
        if (answer is null)
        {
            return (default, "The query did not end");
        }

        using var document = JsonDocument.Parse(answer);
        if (document.RootElement.TryGetProperty("failed", out var why))
        {
            return (default, why.GetString());
        }

        var results = document.RootElement.GetProperty("ok");
        return results.GetArrayLength() == 1
            ? (results[0].Clone(), null)
            : (default, $"The query gave {results.GetArrayLength()} results instead of one");
    }

    public ValueTask DisposeAsync()
    {
        End();
        return ValueTask.CompletedTask;
    }

    private static string? OneLine(ReadOnlyMemory<byte> record)
    {
        try
        {
            using var document = JsonDocument.Parse(record);
            using var output = new MemoryStream();
            using (var writer = new Utf8JsonWriter(output))
            {
                document.WriteTo(writer);
            }

            return Encoding.UTF8.GetString(output.ToArray());
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<string?> ExchangeAsync(string line, CancellationToken cancellationToken)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(LongestRun);
        try
        {
            if (_process is null || _process.HasExited)
            {
                End();
                _process = Run(_jq, "-cR", "--unbuffered", _program);
                _process.ErrorDataReceived += (_, _) => { };
                _process.BeginErrorReadLine();
            }

            await _process.StandardInput.WriteAsync(line.AsMemory(), late.Token);
            await _process.StandardInput.WriteAsync("\n".AsMemory(), late.Token);
            await _process.StandardInput.FlushAsync(late.Token);
            string? answer = await _process.StandardOutput.ReadLineAsync(late.Token);
            if (answer is null)
            {
                End();
            }

            return answer;
        }
        catch (Exception exception)
            when (exception is IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // It has ended, or never would; the next record finds a new one.
            End();
            return null;
        }
    }

    private void End()
    {
        if (_process is null)
        {
            return;
        }

        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }

        _process.Dispose();
        _process = null;
    }

    private static Process Run(string jq, params string[] arguments)
    {
        var start = new ProcessStartInfo(jq, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        // An expression that reads the environment must not find this machine's.
        start.Environment.Clear();
        var process = Process.Start(start)!;
        return process;
    }
}
