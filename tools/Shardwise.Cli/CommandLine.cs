using Shardwise.Cli.Local;
using Shardwise.Local;

namespace Shardwise.Cli;

/// <summary>The <c>shardwise</c> command line: what every command is run with, and what every error looks like.</summary>
public static class CommandLine
{
    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">The arguments, without the command's own name.</param>
    /// <param name="error">Where the one line of an error goes.</param>
    /// <param name="cancellationToken">Ctrl-C.</param>
    /// <param name="output">Where results go; standard output when <see langword="null"/>.</param>
    /// <returns>The exit code: see <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter error, CancellationToken cancellationToken, TextWriter? output = null)
    {
        try
        {
            // A local Kinesis is waited for, and the parser alone takes a fifth of its start: what reads like this needs none.
            return await (LocalArguments.TryRead(arguments) is { } local
                ? KinesisRun.RunAsync(local, output ?? Console.Out, cancellationToken)
                : Commands.RunAsync(arguments, error, output ?? Console.Out, cancellationToken)).ConfigureAwait(false);
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

    private static int Fail(TextWriter error, string message, int exitCode)
    {
        error.WriteLine($"shardwise: {message.ReplaceLineEndings(" ")}");
        return exitCode;
    }
}
