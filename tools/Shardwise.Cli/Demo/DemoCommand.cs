using System.CommandLine;
using System.Globalization;
using Shardwise.Cli.Traces;
using Shardwise.Scaling.Replay;
using Shardwise.Local;
using Spectre.Console;

namespace Shardwise.Cli.Demo;

/// <summary><c>shardwise demo</c>: runs a synthesized pipeline on this machine and replays traffic through it.</summary>
public static class DemoCommand
{
    private static readonly TimeSpan FramePause = TimeSpan.FromMilliseconds(250);

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var repository = Repository.Find();
        var trace = new Option<string?>("--trace") { Description = "a CSV file minute,records,bytes or time,records,bytes (.gz allowed); default: a generated day", HelpName = "FILE" };
        var minutes = new Option<int?>("--minutes") { Description = "simulated minutes: the first of the trace, or the day's length; default: 120", HelpName = "N" };
        var speed = new Option<double>("--speed") { Description = "simulated seconds a real second, 1 to 3600", HelpName = "N", DefaultValueFactory = _ => 60 };
        var port = new Option<int>("--port") { Description = "the local endpoint's port on 127.0.0.1; 0: a free one", HelpName = "N" };
        var records = new Option<int?>("--records") { Description = "user records to offer in all; default: 720000, fewer in a short run", HelpName = "N" };
        var plain = new Option<bool>("--plain") { Description = "plain lines instead of a live screen" };
        var assembly = new Option<string>("--assembly") { Description = "the synthesized cloud assembly", HelpName = "FOLDER", DefaultValueFactory = _ => repository.Assembly };
        var host = new Option<string>("--lambda-host") { Description = "Shardwise.LambdaHost.dll", HelpName = "FILE", DefaultValueFactory = _ => repository.LambdaHost };
        var command = new Command("demo", "Run the whole pipeline on this machine, replay a day of traffic through it, and count every record.")
        {
            trace, minutes, speed, port, records, plain, assembly, host,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new DemoSettings
            {
                Trace = parsed.GetValue(trace),
                Minutes = parsed.GetValue(minutes),
                Speed = parsed.GetValue(speed),
                Port = parsed.GetValue(port),
                Records = parsed.GetValue(records),
                Plain = parsed.GetValue(plain),
                Assembly = parsed.GetRequiredValue(assembly),
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
        Require(settings.Minutes is null || minutes == trace.Minutes.Count, Invariant($"--minutes is {minutes}; {settings.Trace} has {trace.Minutes.Count}"), "");
        Require(Directory.Exists(settings.Assembly), $"there is no cloud assembly at {settings.Assembly}");
        Require(File.Exists(settings.LambdaHost), $"there is no function host at {settings.LambdaHost}");
        var records = settings.Records ?? LocalScale.RecordsFor(trace.Minutes.Count, settings.Speed);
        var scale = LocalScale.Fit(trace, records, ClickSize.MeanAggregatedBytes());
        Require(
            scale.ShardFraction <= 1,
            string.Create(CultureInfo.InvariantCulture, $"{records} records in so short a trace are more than real shards take; at most {(int)(records / scale.ShardFraction)} are possible"),
            hint: "");
        var data = Directory.CreateTempSubdirectory("shardwise-demo-").FullName;
        DemoOutcome? outcome = null;
        try
        {
            outcome = await ReplayAsync(trace.Name, scale, settings, data, console, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Clean(data, keep: outcome?.Problems.Count > 0);
        }

        if (outcome.Problems.Count > 0)
        {
            console.Profile.Out.Writer.WriteLine($"What was delivered is kept in {data}");
        }

        console.Profile.Out.Writer.WriteLine(outcome.Line);
        return outcome.Problems.Count == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    private static void Validate(DemoSettings settings)
    {
        Require(settings.Speed is >= 1 and <= 3600, Invariant($"--speed is {settings.Speed}; 1 to 3600 is allowed"), "");
        Require(settings.Port is >= 0 and <= 65535, Invariant($"--port is {settings.Port}; 0 to 65535 is allowed"), "");
        Require(settings.Records is null or >= 1_000, Invariant($"--records is {settings.Records}; 1000 or more is allowed"), "");
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
        CancellationToken cancellationToken)
    {
        var live = !settings.Plain && console.Profile.Capabilities.Interactive && !Console.IsOutputRedirected;
        var output = console.Profile.Out.Writer;
        var start = () => LocalPipeline.StartAsync(Options(settings, scale, data), cancellationToken);
        // What is shown while it starts goes away again: a pipeline that cannot start leaves one line, the error.
        var pipeline = await (live ? console.Status().StartAsync("Starting the pipeline", _ => start()) : start()).ConfigureAwait(false);
        await using (pipeline.ConfigureAwait(false))
        {
            output.WriteLine(Invariant($"{pipeline.Functions.Count} functions run; the services answer at {pipeline.Services.Endpoint}, and a page of all this at {new Uri(pipeline.Services.Endpoint, "_shardwise/")}"));
            foreach (var resource in pipeline.NotRun)
            {
                output.WriteLine($"Not run here: {resource}");
            }

            if (!live)
            {
                output.WriteLine(Invariant($"Replaying {traceName}, {scale.Shards.Count} minutes {settings.Speed:0.#} times as fast, {scale.Records} user records"));
                output.WriteLine(scale.Description);
            }

            return await DemoRun.RunAsync(pipeline, scale, settings, traceName, live ? ShowLive : ShowPlain, cancellationToken).ConfigureAwait(false);
        }

        Task ShowLive(Func<DemoFrame> frame, Task run)
        {
            Spectre.Console.Rendering.IRenderable Picture() => DemoScreen.Render(frame(), console.Profile.Width, console.Profile.Height);
            return console.Live(Picture()).Overflow(VerticalOverflow.Crop).StartAsync(screen => RepeatAsync(run, () => screen.UpdateTarget(Picture())));
        }

        Task ShowPlain(Func<DemoFrame> frame, Task run)
        {
            var report = new PlainReport(output);
            return RepeatAsync(run, () => report.Report(frame()));
        }
    }

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

    private static void Clean(string data, bool keep)
    {
        if (!keep)
        {
            try
            {
                Directory.Delete(data, recursive: true);
            }
            catch (IOException)
            {
                // A file of a process that is just ending: the system's temporary folder is cleaned by others.
            }
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
