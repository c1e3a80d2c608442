using Shardwise.Cli.Local;
using Shardwise.Local;

namespace Shardwise.Cli;

/// <summary>Where the functions' lines go: <c>--logs FILE</c>, or <c>-</c> for standard output.</summary>
internal sealed class LogOutput : IDisposable
{
    private readonly StreamWriter? file;
    private readonly LinePrinter printer;
    private readonly string name;

    private LogOutput(string name, StreamWriter? file, TextWriter output)
    {
        (this.name, this.file) = (name, file);
        printer = new LinePrinter(file ?? output, isColoured: false);
    }

    /// <summary>Why lines are missing in the file; null when none is.</summary>
    public string? Problem { get; private set; }

    /// <summary>Opens it: a file is made anew.</summary>
    /// <param name="logs">What <c>--logs</c> was given.</param>
    /// <param name="output">Standard output.</param>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static LogOutput Open(string logs, TextWriter output)
    {
        try
        {
            return new LogOutput(logs, logs == "-" ? null : new StreamWriter(logs) { AutoFlush = true }, output);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputException(
                $"--logs is \"{logs}\", which cannot be written; a file in a folder that is there, or - for standard output, is needed", exception);
        }
    }

    /// <summary>Writes a line; on any thread.</summary>
    public void Print(FunctionLogLine line)
    {
        try
        {
            printer.Print(line);
        }
        catch (IOException) when (file is not null)
        {
            // Whoever says the line goes on: a log is never a reason for a function to stand still.
            Problem = $"not all of the functions' lines could be written to {name}: is the disk full?";
        }
        catch (ObjectDisposedException)
        {
            // The last words of a process that ends after everything else.
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        try
        {
            file?.Dispose();
        }
        catch (IOException)
        {
            Problem = $"not all of the functions' lines could be written to {name}: is the disk full?";
        }
    }
}
