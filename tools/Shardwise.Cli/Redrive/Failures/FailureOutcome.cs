using System.Globalization;

namespace Shardwise.Cli.Redrive.Failures;

/// <summary>What became of the failure messages.</summary>
internal sealed class FailureOutcome
{
    /// <summary>How many there were.</summary>
    public int Found { get; set; }

    /// <summary>Those whose records are all through, and that were taken away.</summary>
    public int Through { get; set; }

    /// <summary>Those whose batch was through before.</summary>
    public int Before { get; set; }

    /// <summary>Those that are kept because records of theirs have expired.</summary>
    public int Expired { get; set; }

    /// <summary>Those that are kept because a record of theirs was not taken.</summary>
    public int NotPut { get; set; }

    /// <summary>Those whose records are through, and that could not be taken away.</summary>
    public int Left { get; set; }

    /// <summary>Those that are no failure messages.</summary>
    public int Unreadable { get; set; }

    /// <summary>Records put; those of a dry run that would be.</summary>
    public long Records { get; set; }

    /// <summary>Whether all that there was is done.</summary>
    public bool IsWhole => Expired + NotPut + Left + Unreadable == 0;

    /// <summary>One line for a person.</summary>
    /// <param name="settings">What was asked for.</param>
    /// <param name="into">Where the records went, with a preposition.</param>
    /// <param name="done">What happens to a message that is through.</param>
    public string Describe(RedriveSettings settings, string into, string done)
    {
        var records = $"{Number(Records)} record{(Records == 1 ? "" : "s")}";
        var parts = new List<string>
        {
            settings.DryRun
                ? $"{Number(Through)} would be through, {records} put{into}"
                : $"{Number(Through)} through and {done}, {records} put{into}",
        };
        Add(Before, "through before");
        Add(Expired, "kept with expired records");
        Add(NotPut, "not through");
        Add(Left, "through, and still there");
        Add(Unreadable, "no failure messages");
        return $"{Number(Found)} failure message{(Found == 1 ? "" : "s")} found: "
            + $"{string.Join(", ", parts)}{(settings.DryRun ? "; nothing was changed" : "")}";

        void Add(int count, string what)
        {
            if (count > 0)
                parts.Add($"{Number(count)} {what}");
        }
    }

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
