using System.CommandLine;

namespace Shardwise.Cli.Local;

/// <summary><c>shardwise local</c>: the stacks of a CDK app on this machine, or a Kinesis alone.</summary>
public static class LocalCommand
{
    private const string CdkFile = "cdk.json";

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var options = new LocalOptions();
        var command = new Command("local", "Run the pipelines of a CDK app on this machine until Ctrl-C; without one, a Kinesis alone.");
        foreach (var option in options.All)
        {
            command.Add(option);
        }

        foreach (var control in ControlCommands.Create())
        {
            command.Add(control);
        }

        command.SetAction((parsed, cancellationToken) => RunAsync(options, parsed, cancellationToken));
        return command;
    }

    private static Task<int> RunAsync(LocalOptions options, ParseResult parsed, CancellationToken cancellationToken)
    {
        var (template, kinesis) = (options.GivenOfStacks(parsed), options.GivenOfKinesis(parsed));
        if (template is not null && kinesis is not null)
        {
            throw new InputException($"{kinesis} runs a Kinesis alone: it goes without {template}");
        }

        bool isApp = File.Exists(CdkFile);
        if (template is not null && !isApp && parsed.GetValue(options.App) is null)
        {
            throw new InputException(
                $"{template} needs a CDK app, and '{Environment.CurrentDirectory}' has no {CdkFile}; "
                + "--app names a cloud assembly or an app's folder");
        }

        var output = parsed.InvocationConfiguration.Output;
        return kinesis is not null || (template is null && !isApp)
            ? KinesisRun.RunAsync(options.ToArguments(parsed), output, cancellationToken)
            : PipelineRun.RunAsync(options.ToSettings(parsed), output, parsed.InvocationConfiguration.Error, cancellationToken);
    }
}
