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
            Description = "CSV files minute,records,bytes or time,records,bytes, or get-metric-data JSON (.gz allowed); -: standard input",
            Arity = ArgumentArity.OneOrMore,
        };
        var policy = new Option<string[]>("--policy")
        {
            Description = $"{All}, {string.Join(", ", ComparedPolicies.Names)}; may be given several times", HelpName = "NAME",
            DefaultValueFactory = _ => [All],
        };
        var period = new Option<int?>("--period")
        {
            Description = "seconds that each sum was taken over; by default as the times tell", HelpName = "SECONDS",
        };
        var scale = new Option<double>("--scale") { Description = "multiplies the traffic", HelpName = "X", DefaultValueFactory = _ => 1 };
        var reshard = new Option<string>("--reshard")
        {
            Description = "current, or serial: 30 s a shard", HelpName = "NAME", DefaultValueFactory = _ => "current",
        };
        var limits = new Option<string>("--limits")
        {
            Description = "current, or 2018: 2 operations a day, 500 shards", HelpName = "NAME", DefaultValueFactory = _ => "current",
        };
        var retry = new Option<string>("--retry")
        {
            Description = "none, or producer: what is throttled comes again", HelpName = "NAME", DefaultValueFactory = _ => "none",
        };
        var late = new Option<int>("--metrics-late") { Description = "minutes that metrics come later than the usual two", HelpName = "MINUTES" };
        var jitter = new Option<int>("--metrics-jitter") { Description = "up to so many more, by chance", HelpName = "MINUTES" };
        var gaps = new Option<bool>("--metrics-gaps") { Description = "none for a quarter of an hour every six, and one minute in forty never" };
        var json = new Option<bool>("--json") { Description = "JSON in place of a table" };
        var html = new Option<string?>("--html")
        {
            Description = "writes a report with charts; -: to standard output, in place of the table", HelpName = "FILE",
        };
        var command = new Command("simulate", "Replay traffic against our policy and the published ones, and compare cost and throttling.")
        {
            traces, policy, period, scale, reshard, limits, retry, late, jitter, gaps, json, html,
        };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Run(
            new SimulateSettings
            {
                Traces = parsed.GetRequiredValue(traces),
                Policies = parsed.GetRequiredValue(policy),
                Period = parsed.GetValue(period),
                Scale = parsed.GetValue(scale),
                Profile = new ReplayProfile
                {
                    Reshard = Choose(
                        "--reshard", parsed.GetRequiredValue(reshard), ("current", ReshardSpeed.Current), ("serial", ReshardSpeed.Serial)),
                    Limits = Choose(
                        "--limits", parsed.GetRequiredValue(limits), ("current", new ReshardLimits()), ("2018", ReplayProfile.Limits2018)),
                    Retry = Choose("--retry", parsed.GetRequiredValue(retry), ("none", RetryBehavior.None), ("producer", RetryBehavior.Producer)),
                    Lateness = new MetricLateness(
                        Minutes("--metrics-late", parsed.GetValue(late)),
                        Minutes("--metrics-jitter", parsed.GetValue(jitter)), parsed.GetValue(gaps)),
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
        var policies = Chosen(settings.Policies);
        using var report = settings.Html is { } path ? OutputFile.Open("--html", path) : null;
        var isData = settings.Json || settings.Html == InputFile.Hyphen;
        if (settings is { Json: true, Html: InputFile.Hyphen })
            throw new InputException("--html is -, which goes without --json: standard output takes one of them");
        var traces = settings.Traces.Select(
            path => TraceReader.CheckLoad(
                TraceReader.Read(path, periodSeconds: settings.Period, tell: error.WriteLine).Scaled(settings.Scale),
                string.Create(CultureInfo.InvariantCulture, $"{path} at --scale {settings.Scale}"))).ToList();

        var comparisons = ReplayProgress.Run(
            console, error, isData, traces, trace => trace.Name,
            (trace, progress) => Comparison.Run(trace, policies, settings.Profile, progress, cancellationToken));
        if (settings.Json)
            console.Profile.Out.Writer.WriteLine(ComparisonJson.Write(comparisons));
        else if (!isData)
            comparisons.ForEach(comparison => ComparisonTable.Write(console, comparison));
        report?.Write(HtmlReport.Write(comparisons, ReportHead.Of(settings, DateTimeOffset.UtcNow)), console.Profile.Out.Writer);
        return ExitCode.Success;
    }

    // In the order of the model, however they were typed.
    private static IReadOnlyList<string> Chosen(IReadOnlyList<string> given)
    {
        if (given.FirstOrDefault(name => name != All && !ComparedPolicies.Names.Contains(name)) is { } unknown)
            throw new InputException($"--policy is \"{unknown}\"; {All}, {string.Join(", ", ComparedPolicies.Names)} are allowed");
        return given.Contains(All) ? ComparedPolicies.Names : [.. ComparedPolicies.Names.Where(given.Contains)];
    }

    private static int Minutes(string option, int minutes) => minutes is >= 0 and <= 1_440 ? minutes
        : throw new InputException(string.Create(CultureInfo.InvariantCulture, $"{option} is {minutes}; 0 to 1440 is allowed"));

    private static T Choose<T>(string option, string name, params (string Name, T Value)[] choices)
    {
        var index = Array.FindIndex(choices, choice => choice.Name == name);
        return index >= 0 ? choices[index].Value
            : throw new InputException($"{option} is \"{name}\"; {string.Join(" or ", choices.Select(choice => choice.Name))} is allowed");
    }
}
