using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Shardwise.Local.DynamoDb;

/// <summary>A DynamoDB by npm's dynalite, in a process of its own on 127.0.0.1; it ends with this one, however that ends.</summary>
internal sealed class Dynalite : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    // Its own command takes no port 0, and would outlive a parent that is killed.
    private const string Program =
        "const server = require(process.argv[1])({ path: process.argv[2], createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });"
        + "server.listen(0, '127.0.0.1', () => console.log(server.address().port));"
        + "process.stdin.on('end', () => process.exit()).resume();";

    private readonly Process _process;

    private Dynalite(Process process, Uri endpoint) => (_process, Endpoint) = (process, endpoint);

    public Uri Endpoint { get; }

    /// <summary>
    /// Where npm has put the package: in a node_modules of a folder here or above, or where global ones are; null where it has not.
    /// </summary>
    public static string? Find()
    {
        var roots = new[] { Directory.GetCurrentDirectory(), AppContext.BaseDirectory }.SelectMany(Above)
            .Select(folder => Path.Combine(folder, "node_modules"))
            .Concat((Environment.GetEnvironmentVariable("NODE_PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            .Concat(["/usr/local/lib/node_modules", "/usr/lib/node_modules"]);
        return roots.Select(root => Path.Combine(root, "dynalite")).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "package.json")));
    }

    /// <summary>Whether there is a <c>node</c> on the path.</summary>
    public static bool HasNode() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator,
        StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, "node")) || File.Exists(Path.Combine(folder, "node.exe")));

    /// <summary>Starts it over a folder, which keeps its tables.</summary>
    /// <exception cref="LocalPipelineException">It does not start.</exception>
    public static async Task<Dynalite> StartAsync(string package, string directory, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(directory);
        var start = new ProcessStartInfo("node")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in new[] { "-e", Program, package, directory })
        {
            start.ArgumentList.Add(argument);
        }

        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new LocalPipelineException($"DynamoDB: node does not start: {exception.Message}", exception);
        }

        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(StartTimeout);
        try
        {
            string? line = await process.StandardOutput.ReadLineAsync(late.Token).ConfigureAwait(false);
            if (int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out int port))
            {
                return new Dynalite(process, new Uri($"http://127.0.0.1:{port}"));
            }

            throw new LocalPipelineException($"DynamoDB: dynalite ({package}) does not start: {(await errors.ConfigureAwait(false)).Trim()}");
        }
        catch (Exception exception) when (exception is OperationCanceledException or LocalPipelineException)
        {
            await EndAsync(process).ConfigureAwait(false);
            throw exception is OperationCanceledException && !cancellationToken.IsCancellationRequested
                ? new LocalPipelineException($"DynamoDB: dynalite ({package}) has not started within {StartTimeout.TotalSeconds:0} s", exception)
                : exception;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await EndAsync(_process).ConfigureAwait(false);

    private static async Task EndAsync(Process process)
    {
        using (process)
        {
            try
            {
                process.Kill(entireProcessTree: true);
            }
            catch (InvalidOperationException)
            {
                // It has ended by itself.
            }

            await process.WaitForExitAsync().ConfigureAwait(false);
        }
    }

    private static IEnumerable<string> Above(string folder)
    {
        for (string? at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            yield return at;
        }
    }
}
