using System.CommandLine;

namespace Shardwise.Cli.Local;

/// <summary>The options of <c>shardwise local</c>.</summary>
internal sealed class LocalOptions
{
    public Option<string?> App { get; } = new("--app")
    {
        Description = "a cloud assembly (cdk.out), a CDK app's folder, or the command that synthesizes; by default this folder's cdk.json", HelpName = "APP",
    };

    public Option<string[]> Stacks { get; } = new("--stack")
    {
        Description = "a stack to run, with those that it depends on; * stands for any text; by default all", HelpName = "NAME", Arity = ArgumentArity.OneOrMore,
    };

    public Option<string[]> Parameters { get; } = new("--parameter")
    {
        Description = "the value of a template or SSM parameter that has none in these stacks", HelpName = "NAME=VALUE", Arity = ArgumentArity.OneOrMore,
    };

    public Option<double> Speed { get; } = new("--speed") { Description = "simulated seconds a real second, 1 to 3600", HelpName = "N", DefaultValueFactory = _ => 1 };

    public Option<bool> Watch { get; } = new("--watch") { Description = "start a function again when its published folder changes" };

    public Option<bool> Explain { get; } = new("--explain") { Description = "tell what becomes of every resource, and start nothing" };

    public Option<bool> Plain { get; } = new("--plain") { Description = "without colours" };

    public Option<bool> NoPage { get; } = new("--no-page") { Description = "without the page in the browser" };

    public Option<bool> NoIam { get; } = new("--no-iam") { Description = "let functions call whatever they like, whatever their roles allow" };

    public Option<string?> Streams { get; } = new("--streams")
    {
        Description = "a Kinesis alone with these streams: NAME:SHARDS or NAME:on-demand, commas between them", HelpName = "LIST",
    };

    public Option<int> Port { get; } = new("--port") { Description = "the port on 127.0.0.1; 0: a free one", HelpName = "N", DefaultValueFactory = _ => LocalArguments.DefaultPort };

    public Option<string?> Data { get; } = new("--data") { Description = "a folder that keeps everything between runs; by default nothing is kept", HelpName = "DIR" };

    public Option<string> Region { get; } = new("--region")
    {
        Description = "the region, where the stacks name none", HelpName = "NAME", DefaultValueFactory = _ => LocalArguments.DefaultRegion,
    };

    public Option<int?> TlsPort { get; } = new("--tls-port") { Description = "a Kinesis alone: a second port with TLS and a self-signed certificate", HelpName = "N" };

    public Option<bool> NoLimits { get; } = new("--no-limits") { Description = "a Kinesis alone: without AWS's limits on throughput and calls" };
}
