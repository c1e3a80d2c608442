using System.CommandLine;
using System.CommandLine.Parsing;

namespace Shardwise.Cli.Local;

/// <summary><c>shardwise local</c>: the stacks of a CDK app on this machine, or a Kinesis alone.</summary>
public static class LocalCommand
{
    private const string CdkFile = "cdk.json";

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var options = new LocalOptions();
        Option[] ofStacks = [options.App, options.Stacks, options.Parameters, options.Speed, options.Watch, options.Explain, options.NoPage, options.NoIam];
        Option[] ofKinesis = [options.Streams, options.TlsPort, options.NoLimits];
        var command = new Command("local", "Run the pipelines of a CDK app on this machine until Ctrl-C; without one, a Kinesis alone.")
        {
            options.App, options.Stacks, options.Parameters, options.Speed, options.Data, options.Port, options.Watch, options.NoPage, options.NoIam, options.Plain, options.Explain, options.Region, options.Streams, options.TlsPort, options.NoLimits,
        };
        foreach (var control in ControlCommands.Create())
        {
            command.Add(control);
        }

        command.SetAction((parsed, cancellationToken) =>
        {
            var (template, kinesis) = (Given(parsed, ofStacks), Given(parsed, ofKinesis));
            if (template is not null && kinesis is not null)
            {
                throw new InputException($"{kinesis} runs a Kinesis alone: it goes without {template}");
            }

            bool isApp = File.Exists(CdkFile);
            if (template is not null && !isApp && parsed.GetValue(options.App) is null)
            {
                throw new InputException($"{template} needs a CDK app, and '{Environment.CurrentDirectory}' has no {CdkFile}; --app names a cloud assembly or an app's folder");
            }

            var output = parsed.InvocationConfiguration.Output;
            if (kinesis is not null || (template is null && !isApp))
            {
                var kinesisOptions = new LocalKinesisOptions
                {
                    Port = parsed.GetValue(options.Port),
                    TlsPort = parsed.GetValue(options.TlsPort),
                    DataDirectory = parsed.GetValue(options.Data),
                    Region = parsed.GetRequiredValue(options.Region),
                    EnforceLimits = !parsed.GetValue(options.NoLimits),
                };
                return KinesisRun.RunAsync(new LocalArguments(parsed.GetValue(options.Streams) ?? "", kinesisOptions), output, cancellationToken);
            }

            var settings = new PipelineSettings
            {
                App = parsed.GetValue(options.App),
                Stacks = parsed.GetValue(options.Stacks) ?? [],
                Parameters = Parameters(parsed.GetValue(options.Parameters) ?? []),
                Speed = parsed.GetValue(options.Speed),
                Data = parsed.GetValue(options.Data),
                Port = parsed.GetValue(options.Port),
                Region = parsed.GetRequiredValue(options.Region),
                Watch = parsed.GetValue(options.Watch),
                Page = !parsed.GetValue(options.NoPage),
                EnforcePermissions = !parsed.GetValue(options.NoIam),
                Plain = parsed.GetValue(options.Plain),
                Explain = parsed.GetValue(options.Explain),
            };
            return PipelineRun.RunAsync(settings, output, parsed.InvocationConfiguration.Error, cancellationToken);
        });
        return command;
    }

    // The first of these options that was typed.
    private static string? Given(ParseResult parsed, Option[] options) =>
        options.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false })?.Name;

    private static Dictionary<string, string> Parameters(string[] given)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string parameter in given)
        {
            parameters[parameter.Split('=')[0]] = parameter.Split('=', 2) is [{ Length: > 0 }, var value]
                ? value
                : throw new InputException($"--parameter is \"{parameter}\"; NAME=VALUE is needed");
        }

        return parameters;
    }
}
