using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Shardwise.Cli.Local;

/// <summary>Has a CDK app write its cloud assembly, as cdk synth does; no account is asked anything.</summary>
internal static class Synthesis
{
    // The CDK CLI's own limit for an environment variable that holds the context.
    private const int MostContext = 32 * 1024;
    private const string NoAccount = "000000000000";

    /// <summary>Synthesizes.</summary>
    /// <param name="app">The app.</param>
    /// <param name="region">The region that the app is told of.</param>
    /// <param name="output">Hears that it begins, and how long it took.</param>
    /// <param name="error">Gets what the app wrote, where it fails.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The folder of the cloud assembly.</returns>
    /// <exception cref="InputException">The app fails.</exception>
    public static async Task<string> RunAsync(CdkApp app, string region, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        bool wasThere = Directory.Exists(app.Output);
        string? overflow = null;
        var started = Stopwatch.GetTimestamp();
        try
        {
            var environment = Environment(app, region, out overflow);
            foreach (string command in app.Build is null ? [app.Command] : (string[])[app.Build, app.Command])
            {
                await output.WriteLineAsync($"Synthesizing: {command}").ConfigureAwait(false);
                await output.FlushAsync(cancellationToken).ConfigureAwait(false);
                await RunAsync(command, app.Folder, environment, error, cancellationToken).ConfigureAwait(false);
            }

            if (!File.Exists(Path.Combine(app.Output, "manifest.json")))
            {
                throw new InputException($"\"{app.Command}\" ended well and wrote no cloud assembly to '{app.Output}'");
            }
        }
        catch when (!wasThere)
        {
            Remove(app.Output);
            throw;
        }
        finally
        {
            if (overflow is not null)
            {
                File.Delete(overflow);
            }
        }

        await output.WriteLineAsync(
            string.Create(CultureInfo.InvariantCulture, $"Synthesized in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s"))
            .ConfigureAwait(false);
        return app.Output;
    }

    private static Dictionary<string, string> Environment(CdkApp app, string region, out string? overflow)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["CDK_OUTDIR"] = app.Output,
            ["CDK_DEFAULT_ACCOUNT"] = NoAccount,
            ["CDK_DEFAULT_REGION"] = region,
        };
        string context = app.Context.ToJsonString();
        overflow = null;
        if (context.Length > MostContext)
        {
            overflow = Path.GetTempFileName();
            File.WriteAllText(overflow, context);
            environment["CDK_CONTEXT_JSON"] = "{}";
            environment["CDK_CONTEXT_OVERFLOW_LOCATION"] = overflow;
            environment["CONTEXT_OVERFLOW_LOCATION_ENV"] = overflow;
        }
        else
        {
            environment["CDK_CONTEXT_JSON"] = context;
        }

        return environment;
    }

    private static async Task RunAsync(
        string command, string folder, Dictionary<string, string> environment, TextWriter error, CancellationToken cancellationToken)
    {
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo("cmd.exe", ["/d", "/s", "/c", command])
            : new ProcessStartInfo("/bin/sh", ["-c", command]);
        start.WorkingDirectory = folder;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new InputException($"\"{command}\" does not start");
        process.StandardInput.Close();
        var lines = new List<string>();
        void Keep(object sender, DataReceivedEventArgs received)
        {
            lock (lines)
            {
                if (received.Data is { } line)
                {
                    lines.Add(line);
                }
            }
        }

        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        if (process.ExitCode != 0)
        {
            lines.ForEach(error.WriteLine);
            throw new InputException(string.Create(
                CultureInfo.InvariantCulture, $"\"{command}\" in '{folder}' failed with exit code "
                    + $"{process.ExitCode}{(lines.Count == 0 ? "" : "; what it wrote is above")}"));
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (IOException)
        {
            // A process that is just ending still writes there: cdk synth would leave it too.
        }
    }

    /// <summary>What the app looked up in an account and has no value for: CDK put dummies in their place.</summary>
    /// <param name="assembly">The cloud assembly.</param>
    public static IReadOnlyList<string> Missing(string assembly)
    {
        using var stream = File.OpenRead(Path.Combine(assembly, "manifest.json"));
        return [.. (JsonNode.Parse(stream)?["missing"] as JsonArray ?? []).Select(missing => (string?)missing?["key"]).OfType<string>()];
    }
}
