using System.CommandLine;
using Shardwise.Cli.Aws;
using Shardwise.Cli.Planning;
using Shardwise.Scaler.Ledgers;

namespace Shardwise.Cli.Scaler;

/// <summary><c>shardwise scaler</c>: what the scaler sees and plans for a stream, and an operator's hold on it.</summary>
public static class ScalerCommand
{
    private const int MostNameCharacters = 128;

    /// <summary>Makes the command.</summary>
    public static Command Create() => new("scaler", "Look at what the scaler sees and plans for a stream, or hold it; and what it costs.")
    {
        Verb("status", "What it sees, plans, has left, and why. Reads only.", StatusAsync, hasTarget: true),
        Verb("pause", "It decides, logs and keeps its ledger, and reshards nothing, from the next minute on.",
            (settings, output, error, cancellationToken) =>
            HoldAsync(settings, LedgerTags.Paused, "the scaler decides and logs, and reshards nothing", output, error, cancellationToken)),
        Verb("dry-run", "It decides and logs, and changes nothing at all, from the next minute on.", (settings, output, error, cancellationToken) =>
            HoldAsync(settings, LedgerTags.DryRun, "the scaler decides and logs, and changes nothing", output, error, cancellationToken)),
        Verb("resume", "It does everything again, from the next minute on.", (settings, output, error, cancellationToken) =>
            HoldAsync(settings, null, "the scaler does everything", output, error, cancellationToken)),
        CostCommand.Create(),
    };

    /// <summary>Writes what the scaler sees and plans.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="InputException">Something asked for cannot be used.</exception>
    /// <exception cref="FailureException">AWS does not answer, or does not allow it.</exception>
    public static async Task<int> StatusAsync(ScalerSettings settings, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        Check(settings);
        var target = settings.Target is { } file ? TargetFile.Read(file, settings.Stream) : null;
        var access = AwsAccess.Find(settings.Profile, settings.Region, settings.Endpoint, error);
        using var kinesis = access.Kinesis();
        using var cloudWatch = access.CloudWatch();
        var status = await new StatusReader(kinesis, cloudWatch, access.Region)
            .ReadAsync(settings.Stream, target, DateTimeOffset.UtcNow, cancellationToken).ConfigureAwait(false);
        foreach (var line in StatusText.Of(status, settings.Stream, access.Region))
            await output.WriteLineAsync(line).ConfigureAwait(false);
        return ExitCode.Success;
    }

    private static async Task<int> HoldAsync(
        ScalerSettings settings, string? mode, string then, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        Check(settings);
        var access = AwsAccess.Find(settings.Profile, settings.Region, settings.Endpoint, error);
        using var kinesis = access.Kinesis();
        await new ModeWriter(kinesis, access.Region, TimeProvider.System, error.WriteLine)
            .WriteAsync(settings.Stream, mode, cancellationToken).ConfigureAwait(false);
        var tag = mode is null ? $"the tag {LedgerTags.Mode} is gone" : $"the tag {LedgerTags.Mode} is \"{mode}\"";
        await output.WriteLineAsync($"{settings.Stream} in {access.Region}: {tag}; from the next minute on {then}").ConfigureAwait(false);
        return ExitCode.Success;
    }

    private static void Check(ScalerSettings settings)
    {
        var name = settings.Stream;
        if (name.Length is < 1 or > MostNameCharacters || !name.All(
            character => char.IsAsciiLetterOrDigit(character) || character is '_' or '.' or '-'))
            throw new InputException($"STREAM is \"{name}\"; a stream's name is 1 to {MostNameCharacters} of the characters a-z A-Z 0-9 _ . -");
    }

    private static Command Verb(
        string name, string description, Func<ScalerSettings, TextWriter, TextWriter, CancellationToken, Task<int>> run, bool hasTarget = false)
    {
        var stream = new Argument<string>("STREAM") { Description = "the stream's name" };
        var target = new Option<string?>("--target")
        {
            Description = "JSON with the bounds to go by, the detail of the scaler's rule; by default the stream's tag", HelpName = "FILE",
        };
        var profile = new Option<string?>("--profile")
        {
            Description = "the AWS profile; by default as the AWS SDK finds credentials", HelpName = "NAME",
        };
        var region = new Option<string?>("--region") { Description = "the AWS region; by default the profile's, or AWS_REGION", HelpName = "NAME" };
        var endpoint = new Option<string?>("--endpoint") { Description = "a local endpoint in place of AWS", HelpName = "URL" };
        var command = new Command(name, description) { stream, profile, region, endpoint };
        if (hasTarget)
            command.Add(target);
        command.SetAction((parsed, cancellationToken) => run(
            new ScalerSettings
            {
                Stream = parsed.GetRequiredValue(stream),
                Target = hasTarget ? parsed.GetValue(target) : null,
                Profile = parsed.GetValue(profile),
                Region = parsed.GetValue(region),
                Endpoint = parsed.GetValue(endpoint),
            },
            parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, cancellationToken));
        return command;
    }
}
