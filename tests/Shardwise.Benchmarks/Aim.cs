using System.Globalization;

namespace Shardwise.Benchmarks;

/// <summary>A ratio that was to be reached, and what was; the larger the better.</summary>
/// <param name="Work">Of what, and against what.</param>
/// <param name="Wanted">The ratio that was wanted.</param>
/// <param name="Reached">The ratio of this run.</param>
/// <param name="Bound">What a row of the same run would reach that does only what cannot be left out; <see langword="null"/> where there is none.</param>
internal sealed record Aim(string Work, double Wanted, double Reached, double? Bound = null)
{
    /// <summary>The aims of a run: which of them hold, and which of the others could.</summary>
    /// <param name="what">What stands above the first column.</param>
    /// <param name="aims">The aims.</param>
    public static string Table(string what, IEnumerable<Aim> aims) => $"\n| {what} | aim | reached | bound | |\n|---|--:|--:|--:|---|\n{string.Concat(aims.Select(aim => $"{aim}\n"))}";

    /// <summary>A row of the table.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"| {Work} | {Wanted:0.0#}x | {Reached:0.0#}x | {(Bound is { } bound ? string.Create(CultureInfo.InvariantCulture, $"{bound:0.0#}x") : "")} | {Verdict} |");

    private string Verdict => Reached >= Wanted ? "holds" : Bound < Wanted ? "does not hold, nor would the bound" : "does not hold";
}
