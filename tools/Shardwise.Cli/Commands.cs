using System.CommandLine;
using System.CommandLine.Parsing;
using Shardwise.Cli.Demo;
using Shardwise.Cli.Kpl;
using Shardwise.Cli.Local;
using Shardwise.Cli.Planning;
using Shardwise.Cli.Redrive;
using Shardwise.Cli.Scaler;
using Shardwise.Cli.Simulation;
using Shardwise.Cli.Tail;

namespace Shardwise.Cli;

/// <summary>All commands, parsed.</summary>
internal static class Commands
{
    // A further command is one more line.
    private static readonly (string Name, Func<Command> Create)[] All =
    [
        ("demo", DemoCommand.Create), ("kpl", KplCommand.Create), ("simulate", SimulateCommand.Create), ("plan", PlanCommand.Create),
        ("tail", TailCommand.Create), ("redrive", RedriveCommand.Create), ("local", LocalCommand.Create), ("scaler", ScalerCommand.Create),
    ];

    /// <summary>Parses a command line and runs its command.</summary>
    /// <exception cref="InputException">It cannot be parsed.</exception>
    public static Task<int> RunAsync(string[] arguments, TextWriter error, TextWriter output, CancellationToken cancellationToken)
    {
        // Nothing given is a question.
        var parsed = Parse(arguments.Length == 0 ? ["--help"] : arguments);
        if (parsed.Errors.Count > 0)
            throw new InputException(Describe(parsed));
        // Ctrl-C is the caller's; exceptions are ours: each is one line.
        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Error = error, Output = output,
        };
        return parsed.InvokeAsync(configuration, cancellationToken);
    }

    /// <summary>Parses a command line.</summary>
    public static ParseResult Parse(string[] arguments)
    {
        var root = new RootCommand("Kinesis pipelines for .NET teams: try them, replay traffic, look inside.");
        ToolVersion.Answer(root);
        // A command that is named needs no other: to make them all would cost each start.
        var named = Array.FindAll(All, command => arguments.Length > 0 && command.Name == arguments[0]);
        foreach (var (_, create) in named.Length > 0 ? named : All)
            root.Add(create());
        return root.Parse(arguments);
    }

    private static string Describe(ParseResult parsed)
    {
        if (parsed.UnmatchedTokens.Count > 0)
        {
            return $"\"{parsed.UnmatchedTokens[0]}\" is no command or option here; see \"shardwise --help\"";
        }

        var problem = parsed.Errors[0];
        return Enclosing(problem.SymbolResult) is { Tokens.Count: 1 } result && result.Option.ValueType != typeof(string)
            ? $"{result.Option.Name} is \"{result.Tokens[0].Value}\"; a number is needed"
            : problem.Message.TrimEnd('.');
    }

    private static OptionResult? Enclosing(SymbolResult? result) => result switch
    {
        null => null,
        OptionResult option => option,
        _ => Enclosing(result.Parent),
    };
}
