using System.CommandLine;
using System.CommandLine.Parsing;

namespace Shardwise.Cli.Local;

/// <summary>The options of <c>shardwise local</c>, and what they come to.</summary>
internal sealed class LocalOptions
{
    public Option<string?> App { get; } = new("--app")
    {
        Description = "a cloud assembly (cdk.out), a CDK app's folder, or the command that synthesizes; by default this folder's cdk.json",
        HelpName = "APP",
    };

    public Option<string[]> Stacks { get; } = new("--stack")
    {
        Description = "a stack to run, with those that it depends on; * stands for any text; by default all",
        HelpName = "NAME", Arity = ArgumentArity.OneOrMore,
    };

    public Option<string[]> Parameters { get; } = new("--parameter")
    {
        Description = "the value of a template or SSM parameter that has none in these stacks",
        HelpName = "NAME=VALUE", Arity = ArgumentArity.OneOrMore,
    };

    public Option<double> Speed { get; } = new("--speed")
    {
        Description = "simulated seconds a real second, 1 to 3600", HelpName = "N", DefaultValueFactory = _ => 1,
    };

    public Option<bool> Watch { get; } = new("--watch") { Description = "start a function again when its published folder changes" };

    public Option<bool> Explain { get; } = new("--explain") { Description = "tell what becomes of every resource, and start nothing" };

    public Option<bool> Plain { get; } = new("--plain") { Description = "without colours" };

    public Option<string> Logs { get; } = new("--logs")
    {
        Description = "a file for the functions' lines in place of this screen; -: this screen", HelpName = "FILE", DefaultValueFactory = _ => "-",
    };

    public Option<bool> Page { get; } = new("--no-page") { Description = "without the page in the browser" };

    public Option<bool> Iam { get; } = new("--no-iam") { Description = "let functions call whatever they like, whatever their roles allow" };

    public Option<string?> Streams { get; } = new("--streams")
    {
        Description = "a Kinesis alone with these streams: NAME:SHARDS or NAME:on-demand, commas between them", HelpName = "LIST",
    };

    public Option<int> Port { get; } = new("--port")
    {
        Description = "the port on 127.0.0.1; 0: a free one", HelpName = "N", DefaultValueFactory = _ => LocalArguments.DefaultPort,
    };

    public Option<string?> Data { get; } = new("--data")
    {
        Description = "a folder that keeps everything between runs; by default nothing is kept", HelpName = "DIR",
    };

    public Option<string> Region { get; } = new("--region")
    {
        Description = "the region, where the stacks name none", HelpName = "NAME", DefaultValueFactory = _ => LocalArguments.DefaultRegion,
    };

    public Option<int?> TlsPort { get; } = new("--tls-port")
    {
        Description = "a Kinesis alone: a second port with TLS and a self-signed certificate", HelpName = "N",
    };

    public Option<bool> Unlimited { get; } = new("--no-limits") { Description = "a Kinesis alone: without AWS's limits on throughput and calls" };

    private Option[] OfStacks => [App, Stacks, Parameters, Speed, Watch, Explain, Page, Iam, Logs];

    private Option[] OfKinesis => [Streams, TlsPort, Unlimited];

    /// <summary>All of them, in the order of the help.</summary>
    public IEnumerable<Option> All =>
        [App, Stacks, Parameters, Speed, Data, Port, Watch, Page, Iam, Plain, Logs, Explain, Region, Streams, TlsPort, Unlimited];

    /// <summary>The first option of stacks that was typed.</summary>
    public string? GivenOfStacks(ParseResult parsed) => Given(parsed, OfStacks);

    /// <summary>The first option of a Kinesis alone that was typed.</summary>
    public string? GivenOfKinesis(ParseResult parsed) => Given(parsed, OfKinesis);

    /// <summary>What a Kinesis alone is asked to be.</summary>
    public LocalArguments ToArguments(ParseResult parsed) => new(parsed.GetValue(Streams) ?? "", new LocalKinesisOptions
    {
        Port = parsed.GetValue(Port),
        TlsPort = parsed.GetValue(TlsPort),
        DataDirectory = parsed.GetValue(Data),
        Region = parsed.GetRequiredValue(Region),
        EnforceLimits = !parsed.GetValue(Unlimited),
    });

    /// <summary>What is asked to run of a CDK app.</summary>
    /// <exception cref="InputException">A parameter has no value.</exception>
    public PipelineSettings ToSettings(ParseResult parsed) => new()
    {
        App = parsed.GetValue(App),
        Stacks = parsed.GetValue(Stacks) ?? [],
        Parameters = Named(parsed.GetValue(Parameters) ?? []),
        Speed = parsed.GetValue(Speed),
        Data = parsed.GetValue(Data),
        Port = parsed.GetValue(Port),
        Region = parsed.GetRequiredValue(Region),
        Watch = parsed.GetValue(Watch),
        Page = !parsed.GetValue(Page),
        EnforcePermissions = !parsed.GetValue(Iam),
        Plain = parsed.GetValue(Plain),
        Logs = parsed.GetRequiredValue(Logs),
        Explain = parsed.GetValue(Explain),
    };

    private static string? Given(ParseResult parsed, Option[] options) =>
        options.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false })?.Name;

    private static Dictionary<string, string> Named(string[] given)
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
