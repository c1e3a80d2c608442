using System.CommandLine;
using Shardwise.Cli.Redrive.Failures;

namespace Shardwise.Cli.Redrive;

/// <summary><c>shardwise redrive</c>: puts dead letters back into their stream, or through the function that consumes it.</summary>
public static class RedriveCommand
{
    private const string Needs = "redrive needs s3:ListBucket, s3:GetObject and s3:DeleteObject (with --mark s3:PutObject too) for the letters, "
        + "kinesis:PutRecords and kinesis:ListShards for the stream (with --function lambda:InvokeFunction for the function in their place)";

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var source = new Argument<string>("SOURCE")
        {
            Description = "s3://BUCKET/PREFIX or a folder with dead letters of Shardwise.Consumers or on-failure objects of Lambda; "
                + "or an SQS queue's URL or ARN, or a file, with failure messages of Lambda",
        };
        var to = new Option<string?>("--to")
        {
            Description = "the stream to put them into; by default the one that each came from", HelpName = "STREAM",
        };
        var function = new Option<string?>("--function")
        {
            Description = "hand them to this consumer function in place of a stream, in events as its event-source mapping makes them",
            HelpName = "NAME",
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "read and count only" };
        var limit = new Option<int?>("--limit") { Description = "look at no more than so many letters or messages", HelpName = "N" };
        var mark = new Option<bool>("--mark")
        {
            Description = $"keep a letter that was put, as NAME{LetterStore.MarkEnding}; by default it is deleted",
        };
        var profile = new Option<string?>("--profile")
        {
            Description = "the AWS profile; by default as the AWS SDK finds credentials", HelpName = "NAME",
        };
        var region = new Option<string?>("--region") { Description = "the AWS region; by default the profile's, or AWS_REGION", HelpName = "NAME" };
        var endpoint = new Option<string?>("--endpoint")
        {
            Description = "a local Kinesis, as of \"shardwise local\", in place of AWS", HelpName = "URL",
        };
        const string summary = "Put dead letters and failed batches back into their stream, or through a function; each goes when its records were "
            + "taken, and not before.";
        var command = new Command("redrive", summary)
        {
            source, to, function, dryRun, limit, mark, profile, region, endpoint,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new RedriveSettings
            {
                Source = parsed.GetRequiredValue(source),
                To = parsed.GetValue(to),
                Function = parsed.GetValue(function),
                DryRun = parsed.GetValue(dryRun),
                Limit = parsed.GetValue(limit),
                Mark = parsed.GetValue(mark),
                Profile = parsed.GetValue(profile),
                Region = parsed.GetValue(region),
                Endpoint = parsed.GetValue(endpoint),
            },
            parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, cancellationToken));
        return command;
    }

    /// <summary>Puts the letters back.</summary>
    /// <param name="settings">What was asked for.</param>
    /// <param name="output">Gets one line with the counts, also at Ctrl-C.</param>
    /// <param name="error">Gets a line for each letter that is not put, ten at most.</param>
    /// <param name="cancellationToken">Ctrl-C.</param>
    /// <returns>The exit code: failure when a letter is left.</returns>
    /// <exception cref="InputException">Something asked for cannot be used.</exception>
    /// <exception cref="FailureException">AWS does not answer, or does not allow it.</exception>
    public static async Task<int> RunAsync(RedriveSettings settings, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        if (settings is { To: not null, Function: not null })
            throw new InputException("--to and --function were both given: the letters go into a stream, or through a function");
        if (settings.Limit is < 1)
            throw new InputException(FormattableString.Invariant($"--limit is {settings.Limit}; 1 or more is allowed"));
        using var access = new RedriveAccess(settings, error);
        // What is to be put is not begun with where nobody could be asked; what lies on this machine and is only counted asks nobody.
        if (!settings.DryRun || S3Letters.Takes(settings.Source) || QueueFailures.Takes(settings.Source))
            _ = access.Aws;
        ILetterDestination destination =
            settings.Function is { } function ? new FunctionDestination(access, function) : new StreamDestination(access, settings.To);
        var failures = new FailureRedriver(access, destination, settings, error.WriteLine);
        await using (destination.ConfigureAwait(false))
        {
            return SourceOf(settings, access) is { } source
                ? await RunMessagesAsync(source, failures, settings, output, cancellationToken).ConfigureAwait(false)
                : await RunLettersAsync(destination, failures, settings, access, output, error, cancellationToken).ConfigureAwait(false);
        }
    }

    private static FailureSource? SourceOf(RedriveSettings settings, RedriveAccess access)
    {
        FailureSource? source = QueueFailures.Takes(settings.Source) ? new QueueFailures(access.Aws, settings.Source, settings.Endpoint is not null)
            : File.Exists(settings.Source) ? new FileFailures(settings.Source)
            : null;
        return source is not null && settings.Mark
            ? throw new InputException(
                "--mark goes with letters and objects: a message that is through is deleted from a queue, and noted beside a file")
            : source;
    }

    private static async Task<int> RunMessagesAsync(
        FailureSource source, FailureRedriver failures, RedriveSettings settings, TextWriter output, CancellationToken cancellationToken)
    {
        using (source)
        {
            var isOver = false;
            try
            {
                await failures.RunAsync(source, cancellationToken).ConfigureAwait(false);
                isOver = true;
            }
            finally
            {
                if (isOver || failures.Outcome.Found > 0)
                    await output.WriteLineAsync(failures.Outcome.Describe(settings, failures.Into, source.Done)).ConfigureAwait(false);
            }
        }

        return failures.Outcome.IsWhole ? ExitCode.Success : ExitCode.Failure;
    }

    private static async Task<int> RunLettersAsync(
        ILetterDestination destination, FailureRedriver failures, RedriveSettings settings, RedriveAccess access, TextWriter output,
        TextWriter error, CancellationToken cancellationToken)
    {
        using LetterStore letters =
            S3Letters.Takes(settings.Source) ? new S3Letters(access.Aws, settings.Source) : new FolderLetters(settings.Source);
        var redriver = new Redriver(letters, destination, failures, access, settings, error.WriteLine);
        try
        {
            await redriver.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested
            && LetterProblem.Of(exception, settings.Source, Needs) is { } problem)
        {
            throw problem;
        }
        finally
        {
            if (redriver.IsListed && (redriver.Outcome.Found > 0 || failures.Outcome.Found == 0))
                await output.WriteLineAsync(redriver.Outcome.Describe(settings, redriver.Streams)).ConfigureAwait(false);
            if (failures.Outcome.Found > 0)
                await output.WriteLineAsync(failures.Outcome.Describe(settings, failures.Into,
                    settings.Mark ? "marked" : "deleted")).ConfigureAwait(false);
        }

        return redriver.Outcome.IsWhole && failures.Outcome.IsWhole ? ExitCode.Success : ExitCode.Failure;
    }
}
