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
        var app = new Option<string?>("--app")
        {
            Description = "a cloud assembly (cdk.out), a CDK app's folder, or the command that synthesizes; by default this folder's cdk.json", HelpName = "APP",
        };
        var stacks = new Option<string[]>("--stack")
        {
            Description = "a stack to run, with those that it depends on; * stands for any text; by default all", HelpName = "NAME", Arity = ArgumentArity.OneOrMore,
        };
        var parameters = new Option<string[]>("--parameter")
        {
            Description = "the value of a template or SSM parameter that has none in these stacks", HelpName = "NAME=VALUE", Arity = ArgumentArity.OneOrMore,
        };
        var speed = new Option<double>("--speed")
        {
            Description = "simulated seconds a real second, 1 to 3600", HelpName = "N", DefaultValueFactory = _ => 1,
        };
        var watch = new Option<bool>("--watch") { Description = "start a function again when its published folder changes" };
        var explain = new Option<bool>("--explain") { Description = "tell what becomes of every resource, and start nothing" };
        var plain = new Option<bool>("--plain") { Description = "without colours" };
        var logs = new Option<string>("--logs")
        {
            Description = "a file for the functions' lines in place of this screen; -: this screen", HelpName = "FILE", DefaultValueFactory = _ => "-",
        };
        var page = new Option<bool>("--no-page") { Description = "without the page in the browser" };
        var iam = new Option<bool>("--no-iam") { Description = "let functions call whatever they like, whatever their roles allow" };
        var streams = new Option<string?>("--streams")
        {
            Description = "a Kinesis alone with these streams: NAME:SHARDS or NAME:on-demand, commas between them", HelpName = "LIST",
        };
        var port = new Option<int>("--port")
        {
            Description = "the port on 127.0.0.1; 0: a free one", HelpName = "N", DefaultValueFactory = _ => LocalArguments.DefaultPort,
        };
        var data = new Option<string?>("--data")
        {
            Description = "a folder that keeps everything between runs; by default nothing is kept", HelpName = "DIR",
        };
        var region = new Option<string>("--region")
        {
            Description = "the region, where the stacks name none", HelpName = "NAME", DefaultValueFactory = _ => LocalArguments.DefaultRegion,
        };
        var tlsPort = new Option<int?>("--tls-port")
        {
            Description = "a Kinesis alone: a second port with TLS and a self-signed certificate", HelpName = "N",
        };
        var unlimited = new Option<bool>("--no-limits") { Description = "a Kinesis alone: without AWS's limits on throughput and calls" };
        Option[] ofStacks = [app, stacks, parameters, speed, watch, explain, page, iam, logs];
        Option[] ofKinesis = [streams, tlsPort, unlimited];
        var command = new Command("local", "Run the pipelines of a CDK app on this machine until Ctrl-C; without one, a Kinesis alone.")
        {
            app, stacks, parameters, speed, data, port, watch, page, iam, plain, logs, explain, region, streams, tlsPort, unlimited,
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
            if (template is not null && !isApp && parsed.GetValue(app) is null)
            {
                throw new InputException($"{template} needs a CDK app, and '{Environment.CurrentDirectory}' has no {CdkFile}; --app names a cloud "
                    + "assembly or an app's folder");
            }

            var output = parsed.InvocationConfiguration.Output;
            if (kinesis is not null || (template is null && !isApp))
            {
                var options = new LocalKinesisOptions
                {
                    Port = parsed.GetValue(port),
                    TlsPort = parsed.GetValue(tlsPort),
                    DataDirectory = parsed.GetValue(data),
                    Region = parsed.GetRequiredValue(region),
                    EnforceLimits = !parsed.GetValue(unlimited),
                };
                return KinesisRun.RunAsync(new LocalArguments(parsed.GetValue(streams) ?? "", options), output, cancellationToken);
            }

            var settings = new PipelineSettings
            {
                App = parsed.GetValue(app),
                Stacks = parsed.GetValue(stacks) ?? [],
                Parameters = Parameters(parsed.GetValue(parameters) ?? []),
                Speed = parsed.GetValue(speed),
                Data = parsed.GetValue(data),
                Port = parsed.GetValue(port),
                Region = parsed.GetRequiredValue(region),
                Watch = parsed.GetValue(watch),
                Page = !parsed.GetValue(page),
                EnforcePermissions = !parsed.GetValue(iam),
                Plain = parsed.GetValue(plain),
                Logs = parsed.GetRequiredValue(logs),
                Explain = parsed.GetValue(explain),
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
