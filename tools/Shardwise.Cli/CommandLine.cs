using System.CommandLine;
using System.CommandLine.Parsing;
using Shardwise.Cli.Demo;
using Shardwise.Cli.Kpl;
using Shardwise.Cli.Local;
using Shardwise.Cli.Planning;
using Shardwise.Cli.Redrive;
using Shardwise.Cli.Simulation;
using Shardwise.Cli.Tail;
using Shardwise.Local;

namespace Shardwise.Cli;

/// <summary>The <c>shardwise</c> command line: its commands, and what every error looks like.</summary>
public static class CommandLine
{
    // A further command is one more line.
    private static readonly (string Name, Func<Command> Create)[] Commands =
    [
        ("demo", DemoCommand.Create), ("kpl", KplCommand.Create), ("simulate", SimulateCommand.Create), ("plan", PlanCommand.Create),
        ("tail", TailCommand.Create), ("redrive", RedriveCommand.Create), ("local", LocalCommand.Create),
    ];

    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">The arguments, without the command's own name.</param>
    /// <param name="error">Where the one line of an error goes.</param>
    /// <param name="cancellationToken">Ctrl-C.</param>
    /// <param name="output">Where results go; standard output when <see langword="null"/>.</param>
    /// <returns>The exit code: see <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter error, CancellationToken cancellationToken, TextWriter? output = null)
    {
        var root = new RootCommand("Kinesis pipelines for .NET teams: try them, replay traffic, look inside.");
        // A command that is named needs no other: to make them all would cost each start.
        var named = Array.FindAll(Commands, command => arguments.Length > 0 && command.Name == arguments[0]);
        foreach (var (_, create) in named.Length > 0 ? named : Commands)
        {
            root.Add(create());
        }

        // Nothing given is a question.
        var parsed = root.Parse(arguments.Length == 0 ? ["--help"] : arguments);
        if (parsed.Errors.Count > 0)
        {
            return Fail(error, Describe(parsed), ExitCode.BadInput);
        }

        try
        {
            // Ctrl-C is the caller's; exceptions are ours: each is one line.
            var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Error = error, Output = output ?? Console.Out };
            return await parsed.InvokeAsync(configuration, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Fail(error, "stopped; nothing is left running", ExitCode.Interrupted);
        }
        catch (OutputClosedException)
        {
            return ExitCode.OutputClosed;
        }
        catch (InputException exception)
        {
            return Fail(error, exception.Message, ExitCode.BadInput);
        }
        catch (Exception exception) when (exception is FailureException or LocalServicesException or LocalPipelineException)
        {
            return Fail(error, exception.Message, ExitCode.Failure);
        }
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

    private static int Fail(TextWriter error, string message, int exitCode)
    {
        error.WriteLine($"shardwise: {message.ReplaceLineEndings(" ")}");
        return exitCode;
    }
}
