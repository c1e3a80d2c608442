using System.CommandLine;
using System.Globalization;
using Shardwise.Cli.Traces;
using Shardwise.Scaling;
using Shardwise.Scaling.Replay;
using Spectre.Console;

namespace Shardwise.Cli.Simulation;

/// <summary><c>shardwise simulate</c>: replays traffic against the scaling policies, and says what each would cost and throttle.</summary>
public static class SimulateCommand
{
    private const string All = "all";

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var traces = new Argument<string[]>("TRACE")
        {
            Description = "CSV files minute,records,bytes or time,records,bytes, or get-metric-data JSON (.gz allowed)", Arity = ArgumentArity.OneOrMore,
        };
        var policy = new Option<string>("--policy") { Description = $"{All}, {string.Join(", ", ComparedPolicies.Names)}", HelpName = "NAME", DefaultValueFactory = _ => All };
        var period = new Option<int?>("--period") { Description = "seconds that each sum was taken over; by default as the times tell", HelpName = "SECONDS" };
        var scale = new Option<double>("--scale") { Description = "multiplies the traffic", HelpName = "X", DefaultValueFactory = _ => 1 };
        var reshard = new Option<string>("--reshard") { Description = "current, or serial: 30 s a shard", HelpName = "NAME", DefaultValueFactory = _ => "current" };
        var limits = new Option<string>("--limits") { Description = "current, or 2018: 2 operations a day, 500 shards", HelpName = "NAME", DefaultValueFactory = _ => "current" };
        var retry = new Option<string>("--retry") { Description = "none, or producer: what is throttled comes again", HelpName = "NAME", DefaultValueFactory = _ => "none" };
        var late = new Option<int>("--metrics-late") { Description = "minutes that metrics come later than the usual two", HelpName = "MINUTES" };
        var jitter = new Option<int>("--metrics-jitter") { Description = "up to so many more, by chance", HelpName = "MINUTES" };
        var gaps = new Option<bool>("--metrics-gaps") { Description = "none for a quarter of an hour every six, and one minute in forty never" };
        var json = new Option<bool>("--json") { Description = "JSON in place of a table" };
        var html = new Option<string?>("--html") { Description = "writes a report with charts", HelpName = "FILE" };
        var command = new Command("simulate", "Replay traffic against our policy and the published ones, and compare cost and throttling.")
        {
            traces, policy, period, scale, reshard, limits, retry, late, jitter, gaps, json, html,
        };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Run(
            new SimulateSettings
            {
                Traces = parsed.GetRequiredValue(traces),
                Policy = parsed.GetRequiredValue(policy),
                Period = parsed.GetValue(period),
                Scale = parsed.GetValue(scale),
                Profile = new ReplayProfile
                {
                    Reshard = Choose("--reshard", parsed.GetRequiredValue(reshard), ("current", ReshardSpeed.Current), ("serial", ReshardSpeed.Serial)),
                    Limits = Choose("--limits", parsed.GetRequiredValue(limits), ("current", new ReshardLimits()), ("2018", ReplayProfile.Limits2018)),
                    Retry = Choose("--retry", parsed.GetRequiredValue(retry), ("none", RetryBehavior.None), ("producer", RetryBehavior.Producer)),
                    Lateness = new MetricLateness(
                        Minutes("--metrics-late", parsed.GetValue(late)), Minutes("--metrics-jitter", parsed.GetValue(jitter)), parsed.GetValue(gaps)),
                },
                Json = parsed.GetValue(json),
                Html = parsed.GetValue(html),
            },
            Screen.For(parsed.InvocationConfiguration.Output),
            parsed.InvocationConfiguration.Error,
            cancellationToken)));
        return command;
    }

    /// <summary>Replays and writes what was asked for.</summary>
    /// <param name="settings">What was asked for.</param>
    /// <param name="console">Gets the tables, or the JSON.</param>
    /// <param name="error">Gets a line for each thing that a reader of the figures must know.</param>
    /// <param name="cancellationToken">Ctrl-C.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="InputException">Something asked for cannot be used.</exception>
    public static int Run(SimulateSettings settings, IAnsiConsole console, TextWriter error, CancellationToken cancellationToken)
    {
        if (!(settings.Scale > 0 && double.IsFinite(settings.Scale)))
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"--scale is {settings.Scale}; more than 0 is needed"));
        var policies = settings.Policy == All ? ComparedPolicies.Names
            : ComparedPolicies.Names.Contains(settings.Policy) ? [settings.Policy]
            : throw new InputException($"--policy is \"{settings.Policy}\"; {All}, {string.Join(", ", ComparedPolicies.Names)} are allowed");
        var traces = settings.Traces.Select(path => TraceReader.CheckLoad(
            TraceReader.Read(path, periodSeconds: settings.Period, tell: error.WriteLine).Scaled(settings.Scale), $"{path} at --scale {settings.Scale.ToString(CultureInfo.InvariantCulture)}")).ToList();

        var comparisons = Replay(traces, policies, settings, console, cancellationToken);
        if (settings.Json)
            console.Profile.Out.Writer.WriteLine(ComparisonJson.Write(comparisons));
        else
            comparisons.ForEach(comparison => ComparisonTable.Write(console, comparison));
        if (settings.Html is { } path)
            WriteReport(path, comparisons);
        return ExitCode.Success;
    }

    private static List<Comparison> Replay(
        List<Trace> traces, IReadOnlyList<string> policies, SimulateSettings settings, IAnsiConsole console, CancellationToken cancellationToken)
    {
        if (settings.Json || !console.Profile.Capabilities.Interactive)
            return traces.ConvertAll(trace => Comparison.Run(trace, policies, settings.Profile, null, cancellationToken));
        return console.Progress().AutoClear(true).Start(context => traces.ConvertAll(trace =>
        {
            var task = context.AddTask(Markup.Escape(trace.Name), maxValue: 1);
            return Comparison.Run(trace, policies, settings.Profile, new Bar(task), cancellationToken);
        }));
    }

    private static void WriteReport(string path, List<Comparison> comparisons)
    {
        try
        {
            File.WriteAllText(path, HtmlReport.Write(comparisons));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"--html is {path}, which cannot be written (does its folder exist?)", exception);
        }
    }

    private static int Minutes(string option, int minutes) => minutes is >= 0 and <= 1_440 ? minutes
        : throw new InputException(string.Create(CultureInfo.InvariantCulture, $"{option} is {minutes}; 0 to 1440 is allowed"));

    private static T Choose<T>(string option, string name, params (string Name, T Value)[] choices)
    {
        var index = Array.FindIndex(choices, choice => choice.Name == name);
        return index >= 0 ? choices[index].Value
            : throw new InputException($"{option} is \"{name}\"; {string.Join(" or ", choices.Select(choice => choice.Name))} is allowed");
    }

    // Told from the replay's own thread, at once: Progress<T> would come late, by another one.
    private sealed class Bar(ProgressTask task) : IProgress<double>
    {
        public void Report(double value) => task.Value = value;
    }
}
