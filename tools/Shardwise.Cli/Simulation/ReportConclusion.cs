using System.Globalization;
using Shardwise.Scaling.Replay;

namespace Shardwise.Cli.Simulation;

/// <summary>What a comparison comes to, for who reads no further.</summary>
internal static class ReportConclusion
{
    // What a producer that tries again does not notice: a record in ten thousand.
    private const double Bearable = 1e-4;

    /// <summary>One or two sentences.</summary>
    public static string Of(Comparison comparison)
    {
        var results = comparison.Results;
        if (results.Count == 1)
            return Sentence($"{results[0].Policy} costs {results[0].CostUsd:N2} USD and throttles {Share(results[0])} of the load.")
                + OnDemand(comparison, results[0]);
        var good = results.Where(result => result.ThrottledFraction <= Bearable).OrderBy(result => result.CostUsd).ToList();
        if (good.Count == 0)
        {
            var least = results.MinBy(result => result.ThrottledFraction)!;
            return Sentence($"Each of these policies throttles more than {Bearable * 100:0.##} % of the load. ")
                + Sentence($"The least is {Share(least)}, by {least.Policy} for {least.CostUsd:N2} USD.")
                + OnDemand(comparison, least);
        }

        var best = good[0];
        var sentence = Sentence($"{best.Policy} is the cheapest of the policies that throttle at most {Bearable * 100:0.##} % of the load: ")
            + Sentence($"{best.CostUsd:N2} USD, with {Share(best)} throttled.");
        var isOurs = !PublishedPolicies.Names.Contains(best.Policy);
        if (good.Find(result => PublishedPolicies.Names.Contains(result.Policy) == isOurs) is { } other)
            sentence += Sentence($" The cheapest {(isOurs ? "published one" : "of ours")} that does is {other.Policy}, for {other.CostUsd:N2} USD.");
        else
            sentence += isOurs ? " No published policy does." : NoneOfOurs(results);
        return sentence + OnDemand(comparison, best);
    }

    private static string NoneOfOurs(IReadOnlyList<ReplayResult> results) =>
        results.Where(result => !PublishedPolicies.Names.Contains(result.Policy)).MinBy(result => result.ThrottledFraction) is { } least
            ? Sentence($" None of ours does: the least of them is {Share(least)}, by {least.Policy} for {least.CostUsd:N2} USD.")
            : "";

    private static string OnDemand(Comparison comparison, ReplayResult best)
    {
        var onDemand = Math.Min(comparison.OnDemand.StandardUsd, comparison.OnDemand.AdvantageUsd);
        return Sentence(
            $" On demand the same traffic costs {onDemand:N2} USD at least, {(onDemand < best.CostUsd ? "which is less" : "which is more")}.");
    }

    private static string Share(ReplayResult result) =>
        result.ThrottledFraction == 0 ? "nothing" : Sentence($"{result.ThrottledFraction * 100:0.####} %");

    private static string Sentence(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
