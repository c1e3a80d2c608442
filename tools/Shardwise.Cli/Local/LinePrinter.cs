using System.Globalization;
using Shardwise.Local;

namespace Shardwise.Cli.Local;

/// <summary>Writes the functions' lines as they come: when, who, for which invocation, what. Lines may come on any thread.</summary>
/// <param name="output">Where they go.</param>
/// <param name="isColoured">Whether it is a terminal that shows colours.</param>
internal sealed class LinePrinter(TextWriter output, bool isColoured)
{
    private const string Reset = "\u001b[0m";
    private const string Dim = "\u001b[2m";
    private const string Red = "\u001b[31m";
    private const string Yellow = "\u001b[33m";

    // A request id's first part tells invocations apart on a screen; the page has the whole.
    private const int RequestIdLength = 8;

    // Of blue, magenta, cyan and their bright sisters each function has one.
    private static readonly string[] Names = ["\u001b[36m", "\u001b[35m", "\u001b[34m", "\u001b[96m", "\u001b[95m", "\u001b[94m"];

    private readonly Lock _lock = new();

    /// <summary>Whether an output is a terminal that may be coloured: NO_COLOR is heard.</summary>
    public static bool IsTerminal(TextWriter output) =>
        ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    public void Print(FunctionLogLine line)
    {
        string time = DateTime.Now.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        string id = line.RequestId is { Length: > RequestIdLength } request ? request[..RequestIdLength] : "-";
        string name = LogicalId.Short(line.LogicalId);
        Write(isColoured
            ? $"{Dim}{time}{Reset} {Names[Math.Abs(StringComparer.Ordinal.GetHashCode(name)) % Names.Length]}{name}{Reset} {Dim}{id}{Reset} "
                + $"{Colour(line)}{line.Text}{Reset}"
            : $"{time} {name} {id} {line.Text}");
    }

    public void Say(IEnumerable<string> lines)
    {
        lock (_lock)
        {
            foreach (string line in lines)
            {
                output.WriteLine(line);
            }

            output.Flush();
        }
    }

    private static string Colour(FunctionLogLine line) => line.Source switch
    {
        FunctionLogSource.Error => Red,
        FunctionLogSource.Platform => Yellow,
        _ => "",
    };

    private void Write(string line)
    {
        lock (_lock)
        {
            output.WriteLine(line);
        }
    }
}
