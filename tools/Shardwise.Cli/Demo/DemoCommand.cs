using System.CommandLine;
using System.Globalization;
using Shardwise.Cli.Local;
using Shardwise.Cli.Traces;
using Shardwise.Scaling.Replay;
using Shardwise.Local;
using Spectre.Console;

namespace Shardwise.Cli.Demo;

/// <summary><c>shardwise demo</c>: runs a synthesized pipeline on this machine and replays traffic through it.</summary>
public static class DemoCommand
{
    private const string NeedsClone = "demo runs the reference app of a clone of Shardwise, and this folder is in none: run it there by \"dotnet "
        + "run build.cs -- demo\", or name a cloud assembly by --assembly (your own CDK app runs by \"shardwise local\", and needs no clone)";

    private static readonly TimeSpan FramePause = TimeSpan.FromMilliseconds(250);

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var trace = new Option<string?>("--trace")
        {
            Description = "a CSV file minute,records,bytes or time,records,bytes (.gz allowed); -: standard input; default: a generated day",
            HelpName = "FILE",
        };
        var minutes = new Option<int?>("--minutes")
        {
            Description = "simulated minutes: the first of the trace, or the day's length; default: 120", HelpName = "N",
        };
        var speed = new Option<double>("--speed")
        {
            Description = "simulated seconds a real second, 1 to 3600", HelpName = "N", DefaultValueFactory = _ => 60,
        };
        var port = new Option<int>("--port") { Description = "the local endpoint's port on 127.0.0.1; 0: a free one", HelpName = "N" };
        var records = new Option<int?>("--records")
        {
            Description = Invariant($"user records to offer in all, {DemoSettings.LeastRecords} to {DemoSettings.MostRecords}; ")
                + "default: 720000, fewer in a short run",
            HelpName = "N",
        };
        var logs = new Option<string?>("--logs")
        {
            Description = "a file for the functions' lines; -: standard output, with plain lines", HelpName = "FILE",
        };
        var keep = new Option<bool>("--keep") { Description = "keep the data folder, which is removed when all is well" };
        var plain = new Option<bool>("--plain") { Description = "plain lines instead of a live screen" };
        var assembly = new Option<string?>("--assembly")
        {
            Description = "the synthesized cloud assembly; by default that of the clone that this folder is in", HelpName = "FOLDER",
        };
        var host = new Option<string>("--lambda-host")
        {
            Description = "Shardwise.LambdaHost.dll; by default the command's own",
            HelpName = "FILE", DefaultValueFactory = _ => PipelineRun.LambdaHost,
        };
        var command = new Command("demo", "Run the whole pipeline on this machine, replay a day of traffic through it, and count every record.")
        {
            trace, minutes, speed, port, records, logs, keep, plain, assembly, host,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new DemoSettings
            {
                Trace = parsed.GetValue(trace),
                Minutes = parsed.GetValue(minutes),
                Speed = parsed.GetValue(speed),
                Port = parsed.GetValue(port),
                Records = parsed.GetValue(records),
                Logs = parsed.GetValue(logs),
                Keep = parsed.GetValue(keep),
                Plain = parsed.GetValue(plain) || parsed.GetValue(logs) == "-",
                Assembly = parsed.GetValue(assembly) ?? Repository.Find()?.Assembly ?? throw new InputException(NeedsClone),
                LambdaHost = parsed.GetRequiredValue(host),
            },
            Screen.For(parsed.InvocationConfiguration.Output),
            cancellationToken));
        return command;
    }

    /// <summary>Runs the demo and prints its last line.</summary>
    /// <param name="settings">What was asked for.</param>
    /// <param name="console">The screen.</param>
    /// <param name="cancellationToken">Stops everything.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="InputException">Something asked for cannot be used.</exception>
    /// <exception cref="FailureException">The run failed before anything could be counted.</exception>
    public static async Task<int> RunAsync(DemoSettings settings, IAnsiConsole console, CancellationToken cancellationToken)
    {
        Validate(settings);
        var minutes = settings.Minutes ?? DayShape.DefaultMinutes;
        var trace = settings.Trace is null ? DayShape.Generate(minutes) : TraceReader.Read(settings.Trace, minutes);
        Require(settings.Minutes is null || minutes == trace.Minutes.Count,
            Invariant($"--minutes is {minutes}; {InputFile.Called(settings.Trace ?? "")} has {trace.Minutes.Count}"), "");
        Require(Directory.Exists(settings.Assembly), $"there is no cloud assembly at {settings.Assembly}");
        Require(File.Exists(settings.LambdaHost), $"there is no function host at {settings.LambdaHost}");
        var records = settings.Records ?? LocalScale.RecordsFor(trace.Minutes.Count, settings.Speed);
        var scale = LocalScale.Fit(trace, records, ClickSize.MeanAggregatedBytes());
        Require(
            scale.ShardFraction <= 1,
            string.Create(CultureInfo.InvariantCulture, $"{records} records in so short a trace are more than real shards take; at most "
                + $"{(int)(records / scale.ShardFraction)} are possible"),
            hint: "");
        using var logs = settings.Logs is null ? null : LogOutput.Open(settings.Logs, console.Profile.Out.Writer);
        using var data = TemporaryData.Make("shardwise-demo-");
        data.IsKept = settings.Keep;
        var outcome = await ReplayAsync(trace.Name, scale, settings, data.Folder, console, logs, cancellationToken).ConfigureAwait(false);
        data.IsKept |= outcome.Problems.Count > 0;
        Tell(outcome, data.IsKept ? data.Folder : null, logs?.Problem, console.Profile.Out.Writer);
        return outcome.Problems.Count == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    private static void Tell(DemoOutcome outcome, string? kept, string? logProblem, TextWriter output)
    {
        string?[] lines = [outcome.Duplicates, outcome.Slow, logProblem, kept is null ? null : $"What was delivered is kept in {kept}", outcome.Line];
        foreach (var line in lines.OfType<string>())
        {
            output.WriteLine(line);
        }
    }

    private static void Validate(DemoSettings settings)
    {
        Require(settings.Speed is >= 1 and <= 3600, Invariant($"--speed is {settings.Speed}; 1 to 3600 is allowed"), "");
        Require(settings.Port is >= 0 and <= 65535, Invariant($"--port is {settings.Port}; 0 to 65535 is allowed"), "");
        Require(
            settings.Records is null or (>= DemoSettings.LeastRecords and <= DemoSettings.MostRecords),
            Invariant($"--records is {settings.Records}; {DemoSettings.LeastRecords} to {DemoSettings.MostRecords} is allowed"), "");
        var least = settings.Trace is null ? DayShape.MinMinutes : 1;
        Require(settings.Minutes is null || settings.Minutes >= least, Invariant($"--minutes is {settings.Minutes}; {least} or more is allowed"), "");
    }

    private static void Require(bool condition, string otherwise, string hint = ": \"dotnet run build.cs -- demo\" makes it")
    {
        if (!condition)
        {
            throw new InputException(otherwise + hint);
        }
    }

    private static async Task<DemoOutcome> ReplayAsync(
        string traceName,
        LocalScale scale,
        DemoSettings settings,
        string data,
        IAnsiConsole console,
        LogOutput? logs,
        CancellationToken cancellationToken)
    {
        var live = !settings.Plain && console.Profile.Capabilities.Interactive && !Console.IsOutputRedirected;
        var output = console.Profile.Out.Writer;
        var start = () => LocalPipeline.StartAsync(Options(settings, scale, data), logs is null ? null : logs.Print, cancellationToken);
        // What is shown while it starts goes away again: a pipeline that cannot start leaves one line, the error.
        var pipeline = await (live ? console.Status().StartAsync("Starting the pipeline", _ => start()) : start()).ConfigureAwait(false);
        await using (pipeline.ConfigureAwait(false))
        {
            Introduce(output, pipeline, Places(pipeline, data, settings.Keep));
            if (!live)
            {
                output.WriteLine(Invariant(
                    $"Replaying {traceName}, {scale.Shards.Count} minutes {settings.Speed:0.#} times as fast, {scale.Records} user records"));
                output.WriteLine(scale.Description);
            }

            try
            {
                return await DemoRun.RunAsync(pipeline, scale, settings, traceName,
                    live ? ShowLive : ShowPlain, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                // Also where the run was stopped, or broke off: then more than ever.
                foreach (var line in FunctionErrors.Lines(pipeline.Functions))
                {
                    output.WriteLine(line);
                }
            }
        }

        Task ShowLive(Func<DemoFrame> frame, Task run)
        {
            Spectre.Console.Rendering.IRenderable Picture() => DemoScreen.Render(frame(), console.Profile.Width, console.Profile.Height);
            return console.Live(Picture()).Overflow(VerticalOverflow.Crop).StartAsync(
                screen => RepeatAsync(run, () => screen.UpdateTarget(Picture())));
        }

        Task ShowPlain(Func<DemoFrame> frame, Task run)
        {
            var report = new PlainReport(output);
            return RepeatAsync(run, () => report.Report(frame()));
        }
    }

    private static void Introduce(TextWriter output, LocalPipeline pipeline, string places)
    {
        var page = new Uri(pipeline.Services.Endpoint, "_shardwise/");
        output.WriteLine(
            Invariant($"{pipeline.Functions.Count} functions run; the services answer at {pipeline.Services.Endpoint}, ")
            + $"and a page of all this at {page}");
        output.WriteLine(places);
        foreach (var resource in pipeline.NotRun)
        {
            output.WriteLine($"Not run here: {resource}");
        }
    }

    private static string Places(LocalPipeline pipeline, string data, bool keep) =>
        $"Stream {string.Join(", ", pipeline.Streams.Select(stream => stream.Name))}; bucket {string.Join(", ", pipeline.Buckets.Values)}; "
        + $"data in {data}{(keep ? "" : ", removed at the end (--keep keeps it)")}";

    private static LocalPipelineOptions Options(DemoSettings settings, LocalScale scale, string data) => new()
    {
        CloudAssembly = settings.Assembly,
        LambdaHost = settings.LambdaHost,
        Services = new LocalServicesOptions
        {
            DataDirectory = data,
            Port = settings.Port,
            Speed = settings.Speed,
            Start = DateTimeOffset.UtcNow,
            ShardFraction = scale.ShardFraction,
        },
    };

    private static async Task RepeatAsync(Task run, Action act)
    {
        using var timer = new PeriodicTimer(FramePause);
        while (!run.IsCompleted)
        {
            act();
            await Task.WhenAny(run, timer.WaitForNextTickAsync().AsTask()).ConfigureAwait(false);
        }

        act();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
