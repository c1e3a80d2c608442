using System.CommandLine;
using System.Globalization;
using Shardwise.Cli.Aws;
using Shardwise.Cli.Traces;
using Shardwise.Scaling;
using Shardwise.Scaling.Replay;
using Spectre.Console;

namespace Shardwise.Cli.Planning;

/// <summary><c>shardwise plan</c>: a stream's own last two weeks under each way to run it. Reads, and changes nothing.</summary>
public static class PlanCommand
{
    private const int MostNameCharacters = 128;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var stream = new Argument<string?>("STREAM")
        {
            Description = "a stream's name, read with your own AWS credentials", Arity = ArgumentArity.ZeroOrOne,
        };
        var all = new Option<bool>("--all")
        {
            Description = "in place of a stream: all of the account in the region, and the mode that each belongs into",
        };
        var trace = new Option<string?>("--trace")
        {
            Description = "in place of a stream: CSV minute,records,bytes or time,records,bytes, or get-metric-data JSON; -: standard input",
            HelpName = "FILE",
        };
        var shards = new Option<int?>("--shards") { Description = "with --trace: the shards that the stream has now", HelpName = "N" };
        var period = new Option<int?>("--period")
        {
            Description = "with --trace: seconds that each sum was taken over; by default as its times tell", HelpName = "SECONDS",
        };
        var target = new Option<string?>("--target")
        {
            Description = "JSON with the bounds, floors and events to replay with: the detail of a scaler's rule; -: standard input",
            HelpName = "FILE",
        };
        var profile = new Option<string?>("--profile")
        {
            Description = "the AWS profile; by default as the AWS SDK finds credentials", HelpName = "NAME",
        };
        var region = new Option<string?>("--region") { Description = "the AWS region; by default the profile's, or AWS_REGION", HelpName = "NAME" };
        var endpoint = new Option<string?>("--endpoint") { Description = "a local endpoint in place of AWS", HelpName = "URL" };
        var json = new Option<bool>("--json") { Description = "JSON in place of a table" };
        var command = new Command("plan", "Replay a stream's last two weeks under our settings, as it is now, and on-demand; suggest bounds, or of "
            + "all streams the mode of each. Reads only.")
        {
            stream, all, trace, shards, period, target, profile, region, endpoint, json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new PlanSettings
            {
                Stream = parsed.GetValue(stream),
                All = parsed.GetValue(all),
                Trace = parsed.GetValue(trace),
                Shards = parsed.GetValue(shards),
                Period = parsed.GetValue(period),
                Target = parsed.GetValue(target),
                Profile = parsed.GetValue(profile),
                Region = parsed.GetValue(region),
                Endpoint = parsed.GetValue(endpoint),
                Json = parsed.GetValue(json),
            },
            Screen.For(parsed.InvocationConfiguration.Output),
            parsed.InvocationConfiguration.Error,
            cancellationToken));
        return command;
    }

    /// <summary>Reads, replays and writes what was asked for.</summary>
    /// <param name="settings">What was asked for.</param>
    /// <param name="console">Gets the table, or the JSON.</param>
    /// <param name="error">Gets a line for each thing that a reader of the figures must know.</param>
    /// <param name="cancellationToken">Ctrl-C.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="InputException">Something asked for cannot be used.</exception>
    /// <exception cref="FailureException">AWS does not answer, does not allow it, or has nothing to replay.</exception>
    public static async Task<int> RunAsync(PlanSettings settings, IAnsiConsole console, TextWriter error, CancellationToken cancellationToken)
    {
        Check(settings);
        if (settings.All)
            return await AllAsync(settings, console, error, cancellationToken).ConfigureAwait(false);
        var target = settings.Target is { } file ? TargetFile.Read(file, settings.Stream) : null;
        var stream = settings.Trace is { } path
            ? new ObservedStream(Path.GetFileName(InputFile.Called(path)),
                TraceReader.Read(path, periodSeconds: settings.Period, tell: error.WriteLine))
            { OpenShards = settings.Shards }
            : await ReadAsync(settings, error, cancellationToken).ConfigureAwait(false);
        var plan = Replay(target is null ? stream : stream with { Target = target }, settings, console, error, cancellationToken);
        if (settings.Json)
            console.Profile.Out.Writer.WriteLine(PlanJson.Write(plan));
        else
            PlanTable.Write(console, plan);
        return ExitCode.Success;
    }

    private static void Check(PlanSettings settings)
    {
        var given = new[] { settings.Stream is not null, settings.Trace is not null, settings.All }.Count(one => one);
        if (given != 1)
            throw new InputException($"plan needs one of STREAM, --trace and --all; {(given == 0 ? "none is" : Text($"{given} are"))} given");
        if (settings.Shards is { } shards && settings.Trace is null)
            throw new InputException(Text($"--shards is {shards}; it goes with --trace only, since AWS says how many a stream has"));
        var most = new ReshardLimits().MaxShards;
        if (settings.Period is { } period && settings.Trace is null)
            throw new InputException(Text($"--period is {period}; it goes with --trace only"));
        if (settings is { All: true, Target: { } target })
            throw new InputException($"--target is \"{target}\"; it goes with one stream or --trace, and not with --all");
        if (settings.Shards is { } count && (count < 1 || count > most))
            throw new InputException(Text($"--shards is {count}; 1 to {most} is allowed"));
        if (settings.Stream is { } name && (name.Length is < 1 or > MostNameCharacters || !name.All(IsNameCharacter)))
            throw new InputException($"STREAM is \"{name}\"; a stream's name is 1 to {MostNameCharacters} of the characters a-z A-Z 0-9 _ . -");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static bool IsNameCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '.' or '-';

    private static async Task<ObservedStream> ReadAsync(PlanSettings settings, TextWriter error, CancellationToken cancellationToken)
    {
        var access = AwsAccess.Find(settings.Profile, settings.Region, settings.Endpoint, error);
        using var kinesis = access.Kinesis();
        using var cloudWatch = access.CloudWatch();
        var reader = new StreamHistoryReader(kinesis, cloudWatch, access.Region, error.WriteLine);
        return await reader.ReadAsync(settings.Stream!, DateTimeOffset.UtcNow, cancellationToken).ConfigureAwait(false);
    }

    // One stream after another: what is read of a stream is let go of once it is priced.
    private static async Task<int> AllAsync(PlanSettings settings, IAnsiConsole console, TextWriter error, CancellationToken cancellationToken)
    {
        var access = AwsAccess.Find(settings.Profile, settings.Region, settings.Endpoint, error);
        using var kinesis = access.Kinesis();
        using var cloudWatch = access.CloudWatch();
        var reader = new StreamHistoryReader(kinesis, cloudWatch, access.Region, error.WriteLine);
        var (now, costs) = (DateTimeOffset.UtcNow, new List<StreamCosts>());
        foreach (var name in await reader.NamesAsync(cancellationToken).ConfigureAwait(false))
        {
            if (await reader.ReadIfAnyAsync(name, now, cancellationToken).ConfigureAwait(false) is { } stream)
                costs.Add(StreamCosts.Of(StreamPlan.RunDefault(stream, cancellationToken)));
            else
                await error.WriteLineAsync($"{name} is left out: it had no traffic in the last two weeks").ConfigureAwait(false);
        }

        if (costs.Count == 0)
            throw new FailureException($"no stream in {access.Region} had traffic in the last two weeks: there is nothing to plan");
        var plan = AccountPlan.Of(costs, new Prices());
        if (settings.Json)
            console.Profile.Out.Writer.WriteLine(AccountPlanText.Json(plan, access.Region));
        else
            AccountPlanText.Write(console, plan, access.Region);
        return ExitCode.Success;
    }

    private static StreamPlan Replay(
        ObservedStream stream, PlanSettings settings, IAnsiConsole console, TextWriter error, CancellationToken cancellationToken) =>
        ReplayProgress.Run(
            console, error, settings.Json, [stream], one => one.Name, (one, progress) => StreamPlan.Run(one, progress, cancellationToken)).Single();
}
