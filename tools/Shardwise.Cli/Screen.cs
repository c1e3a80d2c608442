using Spectre.Console;

namespace Shardwise.Cli;

/// <summary>Where tables go: with colours and a width of its own on a terminal, as plain text everywhere else.</summary>
internal static class Screen
{
    // A file or a pipe has no width; tables of ours take 80 columns, and a long name is not to be broken.
    private const int WidthElsewhere = 160;

    /// <summary>The screen that a command's output is.</summary>
    public static IAnsiConsole For(TextWriter output)
    {
        // Whatever TERM and its like say of the terminal that the process was started from: an escape sequence in a file is a fault.
        var isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        if (isTerminal)
            return AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Width = WidthElsewhere;
        return new PlainConsole(console);
    }
}
