namespace Shardwise.Cli;

/// <summary>A file that a command reads: a path, or <c>-</c> for standard input.</summary>
internal static class InputFile
{
    /// <summary>What names standard input, and standard output where a file is written.</summary>
    public const string Hyphen = "-";

    private static int s_taken;

    /// <summary>What an error calls it.</summary>
    public static string Called(string path) => path == Hyphen ? "standard input" : path;

    /// <summary>Opens it.</summary>
    /// <exception cref="InputException">Standard input is asked for twice.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Stream Open(string path)
    {
        if (path != Hyphen)
            return File.OpenRead(path);
        return Interlocked.Exchange(ref s_taken, 1) == 0
            ? Console.OpenStandardInput()
            : throw new InputException("- is given twice; standard input can be read once");
    }
}
