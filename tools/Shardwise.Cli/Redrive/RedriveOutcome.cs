using System.Globalization;

namespace Shardwise.Cli.Redrive;

/// <summary>What became of the letters.</summary>
internal sealed record RedriveOutcome
{
    /// <summary>How many there were.</summary>
    public int Found { get; set; }

    /// <summary>Those that were taken, and that are deleted or marked.</summary>
    public int Put { get; set; }

    /// <summary>Those that were taken, and that could not be deleted or marked: a further redrive puts them again.</summary>
    public int Left { get; set; }

    /// <summary>Those that were not taken.</summary>
    public int NotPut { get; set; }

    /// <summary>Those that are no dead letters.</summary>
    public int Unreadable { get; set; }

    /// <summary>Whether all that there was is done.</summary>
    public bool IsWhole => Left + NotPut + Unreadable == 0;

    /// <summary>One line for a person.</summary>
    /// <param name="settings">What was asked for.</param>
    /// <param name="streams">The streams that they went to.</param>
    public string Describe(RedriveSettings settings, IReadOnlyCollection<string> streams)
    {
        var into = settings.Function is { } function ? $" through {function}"
            : streams.Count > 0 ? $" into {string.Join(", ", streams.Order(StringComparer.Ordinal))}"
            : "";
        var parts = new List<string>
        {
            settings.DryRun ? $"{Number(Put)} would be put{into}" : $"{Number(Put)} put{into} and {(settings.Mark ? "marked" : "deleted")}",
        };
        if (Left > 0)
            parts.Add($"{Number(Left)} put, and still there");
        if (NotPut > 0)
            parts.Add($"{Number(NotPut)} not put");
        if (Unreadable > 0)
            parts.Add($"{Number(Unreadable)} no dead letters");
        return $"{Number(Found)} found: {string.Join(", ", parts)}{(settings.DryRun ? "; nothing was changed" : "")}";
    }

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
