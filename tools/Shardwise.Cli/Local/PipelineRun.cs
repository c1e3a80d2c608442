using System.Diagnostics;
using System.Globalization;
using Shardwise.Local;

namespace Shardwise.Cli.Local;

/// <summary>Runs the stacks of a CDK app until it is stopped.</summary>
public static class PipelineRun
{
    /// <summary>The process that functions in .NET run in; it lies beside the command.</summary>
    internal static string LambdaHost { get; } =
        Path.Combine(AppContext.BaseDirectory, "functions", "Shardwise.LambdaHost", "Shardwise.LambdaHost.dll");

    /// <summary>Runs.</summary>
    /// <param name="settings">What was asked for.</param>
    /// <param name="output">Gets what runs, where, and the functions' lines.</param>
    /// <param name="error">Gets what an app that cannot be synthesized wrote.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InputException">Something asked for cannot be used.</exception>
    /// <exception cref="LocalPipelineException">The template, an asset or a function cannot be run.</exception>
    /// <exception cref="LocalServicesException">The services do not start.</exception>
    public static async Task<int> RunAsync(PipelineSettings settings, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        Check(settings);
        var assembly = await AssemblyAsync(settings, output, error, cancellationToken).ConfigureAwait(false);
        if (settings.Explain)
        {
            await Explanation.WriteAsync(LocalPipeline.Explain(Options(settings, assembly, settings.Data ?? "")), output).ConfigureAwait(false);
            return ExitCode.Success;
        }

        DiskWatch.Check(settings.Data ?? Path.GetTempPath());
        using var temporary = settings.Data is null ? TemporaryData.Make("shardwise-local-") : null;
        await RunAsync(settings, Options(settings, assembly, settings.Data ?? temporary!.Folder), output, cancellationToken).ConfigureAwait(false);
        return ExitCode.Success;
    }

    private static void Check(PipelineSettings settings)
    {
        Require(settings.Speed is >= 1 and <= 3600, Invariant($"--speed is {settings.Speed}; it must be from 1 to 3600."));
        Require(settings.Port is >= 0 and <= 65535, Invariant($"--port is {settings.Port}; it must be from 0 to 65535."));
        Require(settings.Region.Length is > 0 and <= 32, $"--region is '{settings.Region}'; it must be 1 to 32 characters.");
        Require(settings.Data is not "", "--data is ''; it must be the path of a folder.");
    }

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new InputException(otherwise);
        }
    }

    // A folder with a manifest is an assembly, one with cdk.json an app; what is no path is a command, as cdk's own --app may be.
    private static async Task<string> AssemblyAsync(
        PipelineSettings settings, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var app = settings.App ?? Environment.CurrentDirectory;
        if (settings.App is not null && File.Exists(Path.Combine(app, "manifest.json")))
        {
            return app;
        }

        CdkApp cdk;
        if (Directory.Exists(app))
        {
            cdk = CdkApp.Read(Path.GetFullPath(app), null, settings.Watch);
        }
        else if (app.Contains(' ', StringComparison.Ordinal))
        {
            cdk = CdkApp.Read(Environment.CurrentDirectory, app, settings.Watch);
        }
        else
        {
            throw new InputException($"--app is '{app}', which is not there; a cloud assembly (cdk.out), a CDK app's folder, or a command is needed");
        }

        var assembly = await Synthesis.RunAsync(cdk, settings.Region, output, error, cancellationToken).ConfigureAwait(false);
        foreach (var missing in Synthesis.Missing(assembly))
        {
            await output.WriteLineAsync(
                $"Not looked up: {missing}; CDK put a dummy in its place (cdk.context.json would have it)").ConfigureAwait(false);
        }

        return assembly;
    }

    private static LocalPipelineOptions Options(PipelineSettings settings, string assembly, string data) => new()
    {
        CloudAssembly = assembly,
        Stacks = settings.Stacks,
        Parameters = settings.Parameters,
        LambdaHost = LambdaHost,
        EnforcePermissions = settings.EnforcePermissions,
        Watch = settings.Watch,
        Keep = settings.Data is not null,
        Page = settings.Page,
        Services = new LocalServicesOptions
        {
            DataDirectory = data,
            Port = settings.Port,
            Speed = settings.Speed,
            Region = settings.Region,
        },
    };

    private static async Task RunAsync(
        PipelineSettings settings, LocalPipelineOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var printer = new LinePrinter(output, isColoured: !settings.Plain && LinePrinter.IsTerminal(output));
        using var logs = settings.Logs == "-" ? null : LogOutput.Open(settings.Logs, output);
        await using var pipeline = await LocalPipeline.StartAsync(
            options, logs is null ? printer.Print : logs.Print, cancellationToken).ConfigureAwait(false);
        var took = Stopwatch.GetElapsedTime(started);
        var first = 0;
        pipeline.Succeeded += function =>
        {
            if (Interlocked.Exchange(ref first, 1) == 0)
            {
                using var self = Process.GetCurrentProcess();
                var since = DateTime.Now - self.StartTime;
                printer.Say([Invariant(
                    $"The first event went through {LogicalId.Short(function)} {since.TotalSeconds:0.0} s after this command was started")]);
            }
        };
        printer.Say(StartReport.Lines(pipeline, took, settings));
        try
        {
            await DiskWatch.RunAsync(options.Services.DataDirectory, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            printer.Say([.. FunctionErrors.Lines(pipeline.Functions), .. logs?.Problem is { } problem ? (string[])[problem] : []]);
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
