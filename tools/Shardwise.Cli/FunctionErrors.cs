using System.Globalization;
using Shardwise.Local;

namespace Shardwise.Cli;

/// <summary>What a run's functions failed with: a count alone helps nobody.</summary>
internal static class FunctionErrors
{
    // An error of a function may be a whole page.
    private const int Longest = 400;

    /// <summary>A line for each function that has failed: its name, how often, and its last error.</summary>
    public static IEnumerable<string> Lines(IEnumerable<LocalFunction> functions) =>
        functions.Where(function => function.Errors > 0).Select(function =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{LogicalId.Short(function.LogicalId)}: {function.Errors:N0} of {function.Invocations:N0} calls failed; the last error: "
            + $"{Cut(function.LastError)}"));

    private static string Cut(string? error)
    {
        var line = (error ?? "not told").ReplaceLineEndings(" ");
        return line.Length <= Longest ? line : line[..Longest] + "...";
    }
}
